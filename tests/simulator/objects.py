# SPDX-License-Identifier: Apache-2.0

"""Objects of each kind, with the least that they need."""

import base64
import http.client
import json
import ssl
import typing as t
import urllib.parse

from f5_heat.simulator import kinds
from f5_heat.simulator.schema import versions
from tests.simulator import conftest
from tests.simulator import forms

#: The one of the shared device.
VERSION = '17.1.1'
BY_COLLECTION = {
    row.collection: row
    for row in kinds.KINDS
    if versions.known(VERSION, row.since)
    # A virtual edition has no vCMP.
    and not row.collection.startswith('vcmp/')
}

#: Objects that are the device's own: they are changed, not made.
OWN = {
    'cm/cert': '/Common/dtca.crt',
    'cm/device': '/Common/bigip1',
    'cm/key': '/Common/dtca.key',
    'cm/trust-domain': '/Common/Root',
    'net/interface': '1.1',
    'sys/application/template/actions': 'definition',
    'sys/db': 'ui.advisory.text',
    'sys/provision': 'urldb',
}
#: Names that are more than names; # is another number for each object.
NAMES = {
    'cm/device-group/devices': '/Common/bigip1',
    'gtm/pool/a/members': '/Common/x3:x#',
    'ltm/pool/members': '10.9.1.#:80',
    'ltm/snat-translation': '10.9.2.#',
    'ltm/virtual-address': '10.9.3.#',
    'ltm/virtual/profiles': '/Common/stats',
    'net/vlan/interfaces': '1.#',
    'sys/application/template/actions': 'definition',
}
#: What an object needs, beside a name.
LEAST = {
    'gtm/server/virtual-servers': {'destination': '10.9.4.1:80'},
    # A monitor that is reversed needs it.
    **dict.fromkeys(
        [
            'ltm/monitor/' + kind
            for kind in ('dns', 'http', 'http2', 'https', 'tcp', 'udp')
        ],
        {'recv': 'x'},
    ),
    'ltm/nat': {
        'originatingAddress': '10.9.5.#',
        'translationAddress': '10.9.6.#',
    },
    'ltm/node': {'address': '10.9.7.#'},
    'ltm/policy': {'subPath': 'Drafts'},
    'ltm/pool/members': {'address': '10.9.1.#'},
    'ltm/snat': {'origins': '10.9.8.#/32', 'automap': True},
    'ltm/snat-translation': {'address': '10.9.2.#'},
    'ltm/virtual': {
        'destination': '10.9.9.#:80',
        'profiles': ['http', 'tcp'],
    },
    # It can only span devices without ARP.
    'ltm/virtual-address': {'address': '10.9.3.#', 'arp': 'disabled'},
    'net/route': {'network': '10.9.10.#/32'},
    'net/route-domain': {'id': '7#'},
    'net/self': {'address': '10.9.#.1/24'},
    'net/tunnels/tunnel': {'localAddress': '10.9.11.#'},
    'net/vlan': {'tag': '7#'},
    'sys/application/service': {'strictUpdates': 'disabled'},
    'sys/application/template': {
        'actions': {'definition': {'implementation': ''}}
    },
}


class Answer(t.NamedTuple):
    """An answer as requests has it."""

    status_code: int
    content: bytes

    @property
    def text(self):
        return self.content.decode()

    def json(self):
        return json.loads(self.content)


class Wire(conftest.Rest):
    """One connection, on which a request takes a third of its usual time."""

    def __init__(self, bigip):
        self._headers = {
            'Authorization': 'Basic '
            + base64.b64encode(b'admin:admin').decode(),
            'Content-Type': 'application/json',
        }
        self._connection = http.client.HTTPSConnection(
            urllib.parse.urlsplit(bigip.url).netloc,
            timeout=60,
            context=ssl.create_default_context(cafile=bigip.ca_file),
        )

    def __call__(self, method, path, body=None):
        self._connection.request(
            method,
            '/mgmt/tm/' + path,
            None if body is None else json.dumps(body),
            self._headers,
        )
        answer = self._connection.getresponse()
        return Answer(answer.status, answer.read())

    def close(self):
        self._connection.close()


class World:
    """A device with the objects that others refer to."""

    def __init__(self, rest):
        self.rest = rest
        self._made = {}

    def least(self, collection, number=1):
        """Name of an object, and what it needs beside that."""
        row = BY_COLLECTION[collection]
        found = {
            key: value.replace('#', str(number))
            if isinstance(value, str)
            else value
            for key, value in LEAST.get(collection, {}).items()
        }
        if row.naming != 'singleton':
            # Names are shared by all profiles.
            found['name'] = 'x-%s-%d' % (collection.rpartition('/')[2], number)
        if collection in NAMES:
            found['name'] = NAMES[collection].replace('#', str(number))
        elif 'name' in row.fields and row.fields['name'].refers:
            found['name'] = self.object(row.fields['name'].refers)
        for key in row.required:
            if key not in found:
                found[key] = next(
                    sent
                    for sent, _ in forms.of(
                        self, collection, key, row.fields[key]
                    )
                    if sent != []
                )
        return found

    def object(self, refers):
        """The path of an object of one of some kinds."""
        collection = refers[0]
        row = BY_COLLECTION[collection]
        if row.builtins:
            return OWN.get(collection, next(iter(row.builtins)))
        return self.made(collection)

    def made(self, collection):
        if BY_COLLECTION[collection].naming == 'singleton':
            return ''
        owner = BY_COLLECTION[collection].made_with
        if owner:
            return self.made(owner)
        if collection not in self._made:
            made = self.rest.ok(
                'POST', self.where(collection), self.least(collection, 3)
            )
            self._made[collection] = made['fullPath']
        return self._made[collection]

    def where(self, collection):
        """The URI of a collection, below a parent that is made for it."""
        row = BY_COLLECTION[collection]
        if not row.parent:
            return collection
        return '%s/%s' % (
            uri(self.where(row.parent), self.made(row.parent)),
            collection.rpartition('/')[2],
        )


def uri(where, path):
    """The URI of an object; a singleton has no path."""
    return '%s/%s' % (where, path.replace('/', '~')) if path else where
