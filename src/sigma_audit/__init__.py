"""Who can access what in a Sigma Computing organisation, why, and how it changed."""

__version__ = "0.1.0"
