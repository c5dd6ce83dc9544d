"""``python -m gazette``: the command line."""

from gazette.cli import main

if __name__ == "__main__":
    main()
