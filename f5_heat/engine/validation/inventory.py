# SPDX-License-Identifier: Apache-2.0

"""What lies on a BIG-IP: its collections, and the objects in a folder."""

import urllib.parse

from f5_heat.icontrol import errors

#: The collections of collections.
ORGANIZERS = frozenset(
    (
        'ltm',
        'ltm/cipher',
        'ltm/data-group',
        'ltm/message-routing',
        'ltm/message-routing/diameter',
        'ltm/message-routing/generic',
        'ltm/message-routing/mqtt',
        'ltm/message-routing/sip',
        'ltm/monitor',
        'ltm/persistence',
        'ltm/profile',
        'net/tunnels',
        'sys/application',
        'sys/file',
    )
)

#: Where the objects of partitions and folders lie, the most common first.
FOLDERED = (
    'ltm',
    'sys/application',
    'sys/file',
    'sys/folder',
    'net/route',
    'net/self',
    'net/tunnels',
    'net/vlan',
)

#: What the device makes in each partition, and takes away with it.
DRAFTS = '/Drafts'


def collections(bigip, root):
    """Yield the collections of objects at or below a collection."""
    if root not in ORGANIZERS:
        yield root
        return
    for item in bigip.list(root):
        link = (item.get('reference') or {}).get('link', '')
        below = urllib.parse.urlsplit(link).path.partition('/mgmt/tm/')[2]
        if below.startswith(root + '/'):
            yield from collections(bigip, below)


def inside(bigip, folder):
    """Yield collection and path of each object below a folder."""
    partition = folder.split('/')[1]
    for root in FOLDERED:
        for collection in _known(bigip, root):
            for item in _found(bigip, collection, partition):
                path = item.get('fullPath', '')
                if path.startswith(folder + '/') and not (
                    collection == 'sys/folder' and path.endswith(DRAFTS)
                ):
                    yield collection, path


def _known(bigip, root):
    try:
        return list(collections(bigip, root))
    except errors.HTTPError:
        return []


def _found(bigip, collection, partition):
    try:
        return bigip.list(collection, partition=partition, select=['fullPath'])
    except errors.HTTPError:
        # The module is not provisioned, or it is a set of statistics.
        return []
