"""Marks, in ``sys.modules``, where the parent's imports end: none of a person's come before.

``release`` looks for it.
"""
