"""Accord: a knowledge graph of diplomacy that names the sentence behind each claim and fact."""

__version__ = "0.1.0"
