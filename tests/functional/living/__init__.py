# SPDX-License-Identifier: Apache-2.0

"""Stacks that live on while the code changes.

A kind of them is a subclass of ``kind.Living``, and a step of all kinds is
taken at once, each in a thread of its own:

- ``place`` puts on the devices what others have there;
- ``make`` makes the stack with the old code, and ``break_off`` begins what
  the old code is in the middle of when it is killed;
- ``look`` finds what it left in Heat's database: the kind's ``keys``;
- ``check`` ends as ``checked`` says, and ``mend`` does what a user would do
  with a stack that failed, was cut off or is suspended;
- ``update_for_nothing`` with the ``template`` that the stack has: the devices
  see nothing of it but what the kind has ``asked`` for;
- ``change`` changes properties in place (``changes``), after which the device
  has what the kind ``holds``;
- ``delete`` leaves what others have, as the kind will ``leave`` it.

To add a kind, write a subclass in one of the modules named below; it is found
by itself. Its docstring says how such a stack comes about. Its objects have
names made by ``name`` and addresses that begin with ``net``, so that kinds do
not meet; faults that it injects have its names in their paths. A key of a
resource's data that no other kind leaves is to be among its ``keys``.
"""

from tests.functional.living import kind
from tests.functional.living import steady  # noqa: F401
from tests.functional.living import types  # noqa: F401
from tests.functional.living import unfinished  # noqa: F401

#: All kinds, by their labels.
KINDS = {found.label: found for found in kind.found()}
