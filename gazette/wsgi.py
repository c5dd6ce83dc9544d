"""The WSGI entry for servers of the operator's choice: ``gazette.wsgi:application``, on the home of ``GAZETTE_HOME``."""

from gazette import bootstrap, config, logs, memory

logs.configure(verbose=True)
_settings = config.load(config.home_from(None))
memory.work_in_memory(_settings)
application = bootstrap.web_application(bootstrap.open_installation(_settings))
