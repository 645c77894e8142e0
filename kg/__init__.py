"""Accord: a knowledge graph of diplomacy in which every triple names its sentence."""

__version__ = "0.1.0"
