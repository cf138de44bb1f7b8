# SPDX-License-Identifier: Apache-2.0

"""Schemas that are built when they are first read, as most of them never are.

A process that runs Heat registers every type, and uses few of them.
"""

import threading

_building = threading.RLock()


class deferred:  # A decorator, such as property.
    """A class attribute that a function makes, once, when it is first read.

    ::

        @schema.deferred
        def properties_schema(cls):
            return {**bigip.NAMING, ...}
    """

    def __init__(self, make):
        self._make = make
        self.checks = []

    def __set_name__(self, owner, name):
        self._owner, self._name = owner, name

    def __get__(self, instance, owner=None):
        with _building:
            # Another thread may have been faster.
            if vars(self._owner)[self._name] is self:
                made = self._make(self._owner)
                for check in self.checks:
                    check(made)
                setattr(self._owner, self._name, made)
            return vars(self._owner)[self._name]


def when_built(kind, name, check):
    """Call a function with a class attribute, now or once it is built.

    :param check: raises an error if the attribute is wrong.
    """
    found = next(vars(one)[name] for one in kind.__mro__ if name in vars(one))
    if isinstance(found, deferred):
        found.checks.append(check)
    else:
        check(found)
