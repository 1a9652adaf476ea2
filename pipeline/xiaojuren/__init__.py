"""Xiaojuren: companies, projects, amounts, places and designations from Chinese business news, and the facts among them."""

__version__ = "0.1.0"
