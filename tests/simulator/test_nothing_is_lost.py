# SPDX-License-Identifier: Apache-2.0

"""What a device takes it shows, and what it shows it takes back."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from f5_heat.simulator.schema import shapes
from f5_heat.simulator.schema import versions
from tests.simulator import forms
from tests.simulator import objects

#: What decides over another property.
DECIDES = {
    'inheritedDevicegroup': (
        'deviceGroup',
        'inheritedTrafficGroup',
        'trafficGroup',
    ),
    'inheritedTrafficGroup': ('trafficGroup',),
    # Not each protocol carries HTTP.
    'ipProtocol': ('persist', 'profiles', 'rules'),
    'password': ('encryptedPassword',),
    'type': ('records',),
}
#: Values that leave no choice of another property.
RULED_OUT = {
    ('acceptRcode', 'anything'): ('recv', 'reverse'),
    ('reverse', 'enabled'): ('timeUntilUp',),
    ('arp', 'enabled'): ('spanning',),
    ('transparent', 'enabled'): ('remoteAddress',),
}
#: What fits one content of a file only.
UNTRIED = {('sys/file/ssl-key', 'passphrase')}
ENVELOPE = ('name', 'subPath', 'fullPath', 'selfLink')
#: What changes by itself.
RESTLESS = ('generation', 'lastModifiedTime', 'revision', 'lastUpdateTime')


@pytest.fixture(scope='module')
def world(shared_bigip):
    shared_bigip.control.reset()
    with open(shared_bigip.ca_file, 'rb') as file:
        shared_bigip.device.files['/var/tmp/x.crt'] = file.read()
    shared_bigip.device.files['/var/tmp/x.key'] = ec.generate_private_key(
        ec.SECP256R1()
    ).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    wire = objects.Wire(shared_bigip)
    for module in objects.BY_COLLECTION['sys/provision'].builtins:
        wire.ok('PATCH', 'sys/provision/' + module, {'level': 'nominal'})
    wire.ok('POST', 'net/route-domain', {'name': '1', 'id': 1})
    yield objects.World(wire)
    wire.close()


def agrees(shown, expected):
    if isinstance(expected, forms.OneOf):
        return shown in expected.shown
    if isinstance(expected, forms.Secret):
        return str(shown).startswith('$M$')
    if isinstance(expected, dict):
        return isinstance(shown, dict) and all(
            agrees(shown.get(key), part) for key, part in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(shown, list)
            and len(shown) == len(expected)
            and all(map(agrees, shown, expected))
        )
    return shown == expected and type(shown) is type(expected)


def every_form(world, row):
    """Each property that a client may set, with the forms that it has."""
    for key, field in row.fields.items():
        if (
            field.read_only
            or key in ('name', 'partition')
            or (row.collection, key) in UNTRIED
            # There can be no object to refer to.
            or (
                field.refers
                and not set(field.refers) & {*objects.BY_COLLECTION}
            )
            or not versions.known(objects.VERSION, field.since, field.until)
        ):
            continue
        needed = key in world.least(row.collection)
        found = []
        for sent, shown in forms.of(world, row.collection, key, field):
            if isinstance(shown, forms.Cleared):
                if needed:
                    continue
                if key == 'defaultsFrom' and row.inherits:
                    shown = row.inherits
            found.append((sent, shown))
        yield key, field, found


class Bench:
    """Where the objects of one kind are made."""

    def __init__(self, world, collection):
        self.rest = world.rest
        self.row = objects.BY_COLLECTION[collection]
        self.where = world.where(collection)
        self.least = world.least(collection, 1)
        self.copy = world.least(collection, 2)
        self.faults = []
        self.tried = 0
        self.own = None
        if self.row.naming == 'singleton':
            self.own = self.where
        elif collection in objects.OWN:
            self.own = objects.uri(self.where, objects.OWN[collection])

    def key(self, written):
        """The property that is written so."""
        for key in self.row.fields:
            if written in (key, shapes.tmsh_name(key)):
                return key
        raise KeyError(written)

    def post(self, body):
        if self.own:
            return self.own, self.rest('PATCH', self.own, body)
        kept = {
            key: value
            for key, value in self.least.items()
            if not any(
                bars(self.row, self.key(given), body[given], key)
                for given in body
            )
        }
        made = self.rest('POST', self.where, {**kept, **body})
        if made.status_code != 200:
            return None, made
        return objects.uri(self.where, made.json()['fullPath']), made

    def delete(self, path):
        if not self.own:
            gone = self.rest('DELETE', path)
            if gone.status_code != 200:
                self.rest('PATCH', path, {'metadata': []})
                gone = self.rest('DELETE', path)
            assert gone.status_code == 200, gone.text

    def send_back(self, path, sent):
        """PUT and PATCH what a GET gives, and POST it as another object."""
        expanded = path + '?expandSubcollections=true'
        read = self.rest.ok('GET', expanded)
        for verb in 'PATCH', 'PUT':
            if verb == 'PATCH' and not any(
                key in self.row.fields and not self.row.fields[key].read_only
                for key in read
                if key not in ENVELOPE
            ):
                # There is nothing that could be changed.
                continue
            again = self.rest(verb, path, read)
            if again.status_code != 200:
                self.fault(verb, again.json()['message'], sent)
                continue
            self.compare(verb, read, self.rest.ok('GET', expanded))
        if self.own or self.copy.get('name') == self.least.get('name'):
            return
        copied = {
            **read,
            **{
                key: value
                for key, value in self.copy.items()
                if key in read or key == 'name'
            },
        }
        for key in ('fullPath', 'selfLink', 'kind', 'generation'):
            del copied[key]
        made = self.rest('POST', self.where, copied)
        if made.status_code != 200:
            self.fault('POST', made.json()['message'], copied)
            return
        there = objects.uri(self.where, made.json()['fullPath'])
        self.compare(
            'POST',
            read,
            self.rest.ok('GET', there + '?expandSubcollections=true'),
        )
        self.delete(there)

    def compare(self, verb, read, now):
        read, now = steady(read), steady(now)
        for key in sorted({*read, *now}):
            field = self.row.fields.get(key)
            if read.get(key) == now.get(key):
                continue
            if verb == 'POST' and (
                key in self.copy
                or key in ENVELOPE
                or key.endswith('Reference')
                or (field and field.read_only)
            ):
                continue
            # What a PUT or a POST does not name has its default.
            if key in read or now[key] != getattr(field, 'default', None):
                self.fault(verb, key, read.get(key), now.get(key))

    def fault(self, *what):
        self.faults.append(what)

    def check(self, record_property):
        record_property('forms of properties', self.tried)
        assert not self.faults, '\n'.join(map(str, self.faults))


@pytest.mark.parametrize('collection', objects.BY_COLLECTION)
def test_alone(world, collection, record_property):
    bench = Bench(world, collection)
    for key, field, found in every_form(world, bench.row):
        for sent, shown in found:
            if sent is None:
                # As an empty text; it is tried together with others.
                continue
            bench.tried += 1
            path, answer = bench.post({key: sent})
            said = answer.json()
            if answer.status_code != 200:
                bench.fault(key, sent, said['message'])
                continue
            if not field.hidden and not agrees(said.get(key), shown):
                bench.fault(key, sent, 'shows', said.get(key), shown)
            bench.delete(path)
    bench.check(record_property)


def steady(document):
    """A document without what changes by itself."""
    if isinstance(document, list):
        return list(map(steady, document))
    if not isinstance(document, dict):
        return document
    return {
        key: steady(value)
        for key, value in document.items()
        if key not in RESTLESS
    }


def bars(row, key, value, other):
    """Whether a value of one property leaves no choice of another."""
    if isinstance(value, str) and other in RULED_OUT.get((key, value), ()):
        return True
    if other in DECIDES.get(key, ()):
        return True
    if key == 'fqdn' and other == 'address':
        return bool((value or {}).get('tmName'))
    return value not in ('', None) and other in row.fields[key].excludes


def bodies(world, row):
    """Bodies with as many properties as fit, in each of their forms."""
    every = list(every_form(world, row))
    for turn in range(max((len(found) for *_, found in every), default=0)):
        sent, shown = {}, {}
        start = turn % len(every)
        for key, field, found in every[start:] + every[:start]:
            value, expected = found[turn % len(found)]
            if any(
                bars(row, one, sent[one], key) or bars(row, key, value, one)
                for one in sent
            ):
                continue
            sent[key] = value
            if not field.hidden:
                shown[key] = expected
        yield sent, shown


@pytest.mark.parametrize('collection', objects.BY_COLLECTION)
def test_together_and_sent_back(world, collection, record_property):
    bench = Bench(world, collection)
    for sent, shown in bodies(world, bench.row):
        bench.tried += 1
        written = sent
        if bench.tried % 2:
            # As tmsh has them, in which name is another property.
            written = {
                key if key == 'tmName' else shapes.tmsh_name(key): value
                for key, value in sent.items()
            }
        path, answer = bench.post(written)
        if answer.status_code != 200:
            bench.fault(sent, answer.json()['message'])
            continue
        said = answer.json()
        for key, expected in shown.items():
            if not agrees(said.get(key), expected):
                bench.fault(key, sent[key], 'shows', said.get(key), expected)
        bench.send_back(path, sent)
        bench.delete(path)
    bench.check(record_property)


def its_own(world, row):
    """The objects of a kind that are there from the beginning."""
    if row.naming == 'singleton':
        return [row.collection]
    found = world.rest.ok('GET', row.collection)
    return [
        objects.uri(row.collection, item['fullPath'])
        for item in found['items']
        if item['fullPath'] in row.builtins
    ]


@pytest.mark.parametrize(
    'collection',
    [one for one, row in objects.BY_COLLECTION.items() if not row.parent],
)
def test_built_in_and_sent_back(world, collection, record_property):
    bench = Bench(world, collection)
    for path in its_own(world, bench.row):
        bench.tried += 1
        bench.own = path
        bench.send_back(path, {})
    bench.check(record_property)


def _plain(name, items):
    return {name: items}


def _object(name, items):
    return {name: {'items': items}}


def _link(name, items):
    return {name + 'Reference': {'items': items}}


def chain(collection):
    """The kinds from an outermost object to what is inside it."""
    found = [objects.BY_COLLECTION[collection]]
    while found[0].parent:
        found.insert(0, objects.BY_COLLECTION[found[0].parent])
    return found


def json_name(row):
    """The key of a sub-collection in a body of its parent."""
    first, *rest = row.collection.rpartition('/')[2].split('-')
    return first + ''.join(map(str.capitalize, rest))


def nested(world, collection, form):
    """An outermost object with one object inside, at each depth."""
    *above, last = chain(collection)
    body = world.least(last.collection)
    for row, below in zip(above[::-1], chain(collection)[::-1], strict=False):
        key = json_name(below)
        outer = world.least(row.collection)
        outer.pop(key, None)
        body = {**outer, **form(key, [body])}
    return body


def inside(world, collection, path):
    """What a GET shows of the innermost object."""
    for row in chain(collection)[1:]:
        path += '/' + row.collection.rpartition('/')[2]
        name = world.least(row.collection)['name']
        [found] = [
            item
            for item in world.rest.ok('GET', path)['items']
            if name in (item['name'], item['fullPath'])
        ]
        path = objects.uri(path, found['fullPath'])
    return found


@pytest.mark.parametrize('form', [_plain, _object, _link])
@pytest.mark.parametrize(
    'collection',
    [one for one, row in objects.BY_COLLECTION.items() if row.parent],
)
def test_inside_their_parents(world, collection, form, record_property):
    body = nested(world, collection, form)
    outermost, below, *_ = chain(collection)
    path = outermost.collection
    if outermost.naming == 'singleton':
        world.rest.ok('PATCH', path, body)
    else:
        made = world.rest.ok('POST', path, body)
        path = objects.uri(path, made['fullPath'])
    found = inside(world, collection, path)
    least = world.least(collection)
    assert agrees(found, {key: least[key] for key in least if key != 'name'})
    for verb in 'PATCH', 'PUT':
        world.rest.ok(verb, path, body)
        assert steady(inside(world, collection, path)) == steady(found)
    if outermost.naming == 'singleton':
        world.rest.ok('PATCH', path, {json_name(below): []})
    else:
        world.rest.ok('DELETE', path)
    record_property('forms of properties', 3)
