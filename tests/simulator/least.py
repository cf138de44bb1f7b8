# SPDX-License-Identifier: Apache-2.0

"""The least that an object of each kind needs, made from the rows."""

from f5_heat.simulator import kinds
from f5_heat.simulator.schema import versions
from tests.simulator import conftest

VERSION = '17.1.1'
ROWS = {
    row.collection: row
    for row in kinds.KINDS
    if versions.known(VERSION, row.since)
}
MODULES = sorted({name for row in ROWS.values() for name in row.modules})

#: Kinds of which a device has what it has, and a client makes none.
OWN = (
    'cm/cert',
    'cm/device',
    'cm/device-group/devices',
    'cm/key',
    'cm/sha1-fingerprint',
    'cm/trust-domain',
    'net/interface',
    'sys/application/template/actions',
    'sys/db',
)
#: Names that are more than names.
NAMES = {
    'auth/partition': 'p1',
    'gtm/pool/a/members': '/Common/x:y',
    'gtm/pool/aaaa/members': '/Common/x:y',
    'gtm/topology': 'ldns: subnet 10.0.0.0/8 server: subnet 10.1.0.0/16',
    'ltm/pool/members': '10.0.3.1:80',
    'ltm/virtual/profiles': '/Common/http',
    'sys/management-ip': '10.0.4.1/24',
}
#: What an object needs beside its name, where the row does not say what.
NEEDED = {
    'auth/user': {'password': 'Secret-1'},
    'gtm/server/virtual-servers': {'destination': '10.0.3.3:80'},
    'ltm/data-group/internal': {'type': 'string'},
    'ltm/monitor/dns': {'qname': 'www.x'},
    'ltm/monitor/module-score': {'snmpIpAddress': '10.0.0.1'},
    'ltm/monitor/sasp': {'primaryAddress': '10.0.0.1'},
    'ltm/nat': {
        'originatingAddress': '10.0.6.1',
        'translationAddress': '10.0.6.2',
    },
    'ltm/node': {'address': '10.0.7.1'},
    'ltm/policy': {'subPath': 'Drafts', 'strategy': 'first-match'},
    'ltm/pool/members': {},
    'ltm/rule': {'apiAnonymous': 'when HTTP_REQUEST { }'},
    'ltm/snat': {'automap': True, 'origins': ['10.0.0.0/8']},
    'ltm/snat-translation': {'address': '10.0.5.5'},
    'ltm/snatpool': {'members': ['/Common/10.0.5.1']},
    'ltm/virtual': {'destination': '/Common/10.0.0.9:80'},
    'ltm/virtual-address': {'address': '10.0.0.8'},
    'net/route': {'network': 'default', 'gw': '10.0.0.1'},
    'net/route-domain': {'id': 7},
    'net/tunnels/tunnel': {
        'profile': '/Common/gre',
        'localAddress': '10.0.0.1',
    },
    'sys/application/service': {'template': '/Common/f5.http'},
    'sys/application/template': {'actions': {'definition': {}}},
    'sys/folder': {'subPath': '/'},
}
#: What makes another object than that of NEEDED.
_OTHER = {'ltm/virtual': {'destination': '/Common/10.0.0.10:80'}}
_TEXTS = {
    'address': '10.0.8.1/24',
    'destinationAddress': '10.0.8.0/24',
    'ipAddress': '10.0.8.1',
    'remoteAddress': '10.0.8.1',
    'sourceAddress': '10.0.9.0/24',
    'sourcePath': 'file:/var/tmp/x.crt',
    ('sys/file/ssl-key', 'sourcePath'): 'file:/var/tmp/x.key',
}


class Maker:
    """Makes objects of a device, and what they need."""

    def __init__(self, rest):
        self.rest = rest

    def body(self, collection, name='one'):
        """The least body of a POST."""
        row = ROWS[collection]
        if collection in NAMES:
            name = NAMES[collection]
        elif 'name' in row.fields and row.fields['name'].refers:
            name = self.referred(row.fields['name'].refers)
        body = {'name': name, **NEEDED.get(collection, {})}
        for key in row.required:
            if key not in body and collection not in NEEDED:
                body[key] = self.value(collection, key, row.fields[key])
        return body

    def value(self, collection, key, field):
        if field.choices:
            return field.choices[0]
        if field.refers:
            path = self.referred(field.refers)
            return [path] if field.type == 'references' else path
        if field.type == 'integer':
            return field.low or 1
        return _TEXTS.get((collection, key), _TEXTS.get(key, 'x'))

    def referred(self, refers):
        """The path of an object of one of some kinds."""
        for collection in refers:
            builtins = ROWS[collection].builtins
            if builtins:
                return next(iter(builtins))
        return self.made(refers[0])['fullPath']

    def made(self, collection):
        """An object of a kind, made if it is not there."""
        body = {
            **self.body(collection, collection.replace('/', '-')),
            **_OTHER.get(collection, {}),
        }
        where = self.where(collection)
        answer = self.rest('POST', where, body)
        if answer.status_code == 409:
            return self.rest.ok('GET', uri(where, ROWS[collection], body))
        assert answer.status_code == 200, (collection, answer.text)
        return answer.json()

    def where(self, collection):
        """The URI of a collection, below an object that is made for it."""
        row = ROWS[collection]
        if not row.parent:
            return collection
        last = collection.rpartition('/')[2]
        if ROWS[row.parent].naming == 'singleton':
            return '%s/%s' % (self.where(row.parent), last)
        return '%s/%s' % (own(self.made(row.parent)), last)


def own(shown):
    """The URI of an object that a device showed."""
    return shown['selfLink'].partition('/mgmt/tm/')[2].partition('?')[0]


def uri(where, row, body):
    name = body['name']
    if row.naming != 'plain' and not name.startswith('/'):
        name = '/'.join(
            filter(None, ('/Common', body.get('subPath', '').strip('/'), name))
        )
    return '%s/%s' % (where, conftest.segment(name))
