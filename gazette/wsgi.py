"""The WSGI entry for servers of the operator's choice: ``gazette.wsgi:application``, on the home of ``GAZETTE_HOME``."""

from gazette import bootstrap, config, logs

logs.configure(verbose=True)
application = bootstrap.web_application(bootstrap.open_installation(config.load(config.home_from(None))))
