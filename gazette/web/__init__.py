"""The screens: pages for the public and for the staff, speaking to services and model only."""

from gazette.web.application import create_app

__all__ = ["create_app"]
