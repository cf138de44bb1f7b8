# SPDX-License-Identifier: Apache-2.0

"""Stacks that live on while the code changes.

The old code makes them, and today's code goes on with them. A kind of them is
a subclass of ``kind.Living``. All kinds take a step at the same time, each in
a thread of its own. The steps are:

- ``place``: make objects of others on the devices;
- ``make``: make the stack with the old code;
- ``break_off``: begin an action in which the old code is then killed;
- ``look``: find the kind's ``keys`` in Heat's database;
- ``check``: check the stack, which ends as ``checked`` says;
- ``mend``: do what a user does with a stack that failed, was cut off or is
  suspended;
- ``update_for_nothing``: update with the ``template`` that the stack has; the
  devices see the requests in ``asked`` and no others;
- ``change``: change the properties in ``changes``, in place; the device then
  has what ``holds`` says;
- ``delete``: delete the stack; the objects of others are as before, or as
  ``leave`` says.

To add a kind, write a subclass with a label in one of the modules below.

- Say in its docstring how such a stack comes about.
- Name its objects with ``name``, and take addresses that begin with ``net``,
  so that kinds do not get in each other's way.
- Inject faults only for paths or bodies that have such a name in them.
- Put into ``keys`` what the kind is there to leave in the resources' data.

A later commit becomes the old code with the constants in ``old_code`` and
``types``, and with KEYS in ``test_stacks.py``.
"""

from tests.functional.living import kind
from tests.functional.living import steady  # noqa: F401
from tests.functional.living import types  # noqa: F401
from tests.functional.living import unfinished  # noqa: F401

#: All kinds, by their labels.
KINDS = kind.KINDS
