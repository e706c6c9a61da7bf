"""Markdown to HTML, by the .NET library Markdig compiled to native code."""

from fastmd._native import to_html, to_plain_text

__all__ = ["to_html", "to_plain_text"]
