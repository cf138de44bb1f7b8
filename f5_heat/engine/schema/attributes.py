# SPDX-License-Identifier: Apache-2.0

"""Attributes that know their key in iControl's JSON."""

from heat.engine import attributes


class Attribute(attributes.Schema):
    """An attribute: a key of the object's JSON, or of its statistics."""

    def __init__(self, description, wire=None, statistic=None, type=None):
        super().__init__(description, cache_mode=self.CACHE_NONE, type=type)
        self.wire = wire
        self.statistic = statistic
