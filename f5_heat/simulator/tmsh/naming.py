# SPDX-License-Identifier: Apache-2.0

"""The names of kinds and objects in tmsh commands."""

from __future__ import annotations

from f5_heat.simulator.schema import addresses
from f5_heat.simulator.schema import errors
from f5_heat.simulator.schema import shapes
from f5_heat.simulator.state import bigip
from f5_heat.simulator.tmsh import lexer
from f5_heat.simulator.tmsh import properties

# Kinds whose objects are named after an address and are in a partition,
# not in a folder below it. Recorded for the members of a pool of an iApp,
# unverified for the others.
_BY_ADDRESS = (
    'ltm/node',
    'ltm/pool/members',
    'ltm/snat-translation',
    'ltm/virtual-address',
)


def component(device: bigip.Device, scanner: lexer.Scanner) -> shapes.Shape:
    """Read a component; raises Refused for an unknown one."""
    if isinstance(scanner.peek(), lexer.Block):
        # The whole command is in braces.
        scanner.enter()
    read: list[str] = []
    while isinstance(scanner.peek(), str):
        read.append(str(scanner.next()).lstrip('/'))
        where = '/'.join(part for part in read if part)
        shape = device.shapes.get(where)
        if shape is not None and not shape.kind.parent:
            device.check_provisioned(shape)
            return shape
        if not device.organizing(where):
            break
    raise errors.unexpected(read[-1] if read else '')


class FolderNames(properties.Names):
    """Resolves names in a folder first, then in Common."""

    def __init__(self, device: bigip.Device, folder: str):
        self._device = device
        self._folder = folder

    def absolute(self, name: str) -> str:
        if name.startswith('/'):
            return name.rstrip('/') or '/'
        folder = self._folder
        while name == '..' or name.startswith('../'):
            folder = folder.rpartition('/')[0]
            name = name[3:]
        return '/'.join((folder.rstrip('/'), name)).rstrip('/') or '/'

    def reference(self, refers: tuple[str, ...], name: str) -> str:
        found = self._device.referred(refers)
        if name.startswith('/') or any(shape.plain for shape in found):
            return name
        for path in (self.absolute(name), '/Common/' + name):
            if self._device.find(refers, path) is not None:
                return path
        # Which of the two the device names is unverified.
        return self.absolute(name)

    def own(self, shape: shapes.Shape, name: str) -> str:
        """Return the path of the object of a command."""
        if shape.plain:
            return name
        if (
            shape.collection in _BY_ADDRESS
            and self._is_address(shape, name)
            and self._folder != '/'
        ):
            return '/{}/{}'.format(self._folder.split('/')[1], name)
        return self.absolute(name)

    def child(self, shape: shapes.Shape, name: str) -> str:
        if shape.named_after:
            return self.reference(shape.named_after, name)
        path = self.own(shape, name)
        if shape.collection == 'ltm/pool/members' and (
            not name.startswith('/') and not self._is_address(shape, name)
        ):
            host, port = addresses.split_port(name)
            separator = name[len(host) : len(name) - len(port)]
            return self.reference(('ltm/node',), host) + separator + port
        return path

    def _is_address(self, shape: shapes.Shape, name: str) -> bool:
        if shape.collection == 'ltm/pool/members':
            name = addresses.split_port(name)[0]
        return addresses.ip(name) is not None
