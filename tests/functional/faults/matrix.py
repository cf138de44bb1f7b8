# SPDX-License-Identifier: Apache-2.0

"""The fault matrix: every fault, at every request that an action makes.

Nobody lists the requests: an undisturbed run of a scene shows them. A cell
is a request of it and a fault. The objects of a stack have a cell each in
each action, so that one action of a stack runs many of them.
"""

import collections
import dataclasses
import itertools
import json
import re

import pytest

from f5_heat.lab import lab
from f5_heat.simulator.control import faults
from tests.functional import conftest
from tests.functional.contract import ltm
from tests.functional.contract import monitors
from tests.functional.contract import persistence
from tests.functional.contract import profiles
from tests.functional.contract import row as rows
from tests.functional.contract import stacks
from tests.functional.contract import sys

ACTIONS = ('create', 'update', 'check', 'delete')
#: What happens to connections; it is at every request in each run.
BROKEN = ('drop-before', 'drop-after', 'drop-body')
ANSWERS = tuple(
    fault
    for fault in faults.FAULTS
    if not fault.startswith(('drop-', 'hold-'))
    and not fault.endswith('-repeating')
)
#: The answers that may come after a request took effect. The others say
#: that it did not get as far as that, or that of the token.
DOUBTFUL = (
    '500-mcpd-lost',
    '400-icrd-timeout',
    '500-timeout',
    '500-async-context',
    '502-proxy-error',
    'html',
    'broken-json',
)
#: Of the answers one in so many is at a request, unless all are asked for.
SHARE = 8
#: Heat gives a device up that goes on with these. So often is not too often,
#: also for an object that has one of its own.
NONSENSE = ('html', 'broken-json')
TOLERATED = 1
#: A DELETE that a device carries out when Heat has long begun anew takes the
#: object that Heat has made meanwhile: nothing tells it from the one before.
LOST = (('Sys::iAppService of another template', 'update', 'DELETE'),)
#: The lab's client does not wait for an answer as long as this.
SLOW = 3
READ_TIMEOUT = 2
#: So many objects are in a stack at most: Heat's time grows faster.
LARGEST = 90
#: Properties of an object; more of them make no other requests.
PROPERTIES = 4
#: What two objects do not have in common, though they are alike.
OWN = (
    'generation',
    'lastModifiedTime',
    'creationTime',
    'vsIndex',
    'createTime',
    'lastUpdateTime',
    'revision',
)
MARK = re.compile(
    r'[0-9a-f-]{36}(?:/|_2F)[^"/]*(?:/|_2F)[0-9a-f-]{36}'
    r'(?:\.[0-9a-f]{32})?'
)


@dataclasses.dataclass(frozen=True)
class Scene:
    """What is done to an object: it is made with the first values of some
    properties of a row, and changed to the second.

    ``shared`` is what the device has before, of which each stack has one,
    ``found`` the same for each object: collections and JSON. The requests
    that are ``atomic`` are made in a transaction, again and again if need
    be; ``logins`` belong to the scene where its objects are devices;
    ``device`` is the number of the lab's device that it is on.
    """

    name: str
    row: rows.Row
    properties: tuple
    shared: tuple = ()
    found: tuple = ()
    atomic: bool = False
    logins: bool = False
    device: int = 0

    def texts(self):
        """The texts of the properties that no other object has."""
        changes = [
            self.row.changes.get(name) or self.row.fixed[name]
            for name in self.properties
        ]
        return sorted(
            {
                text
                for value in (
                    self.row.given,
                    *[change.first for change in changes],
                    *[change.second for change in changes],
                )
                for text in _texts(value)
                if '<n' in text
            }
        )


def _texts(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


@dataclasses.dataclass(frozen=True, order=True)
class Site:
    """A request of an action: the ``nth`` like it, for the same object.

    In its path the names of the object are numbers in brackets; the ids
    that a device gives are stars. It is of no scene if nothing in it names
    an object: any object may be the one that makes it.
    """

    scene: str
    action: str
    method: str
    path: str
    by_body: bool
    by_token: bool
    nth: int


@dataclasses.dataclass(frozen=True, order=True)
class Cell:
    """A fault at a request."""

    site: Site
    fault: str
    when: str

    def __str__(self):
        site = self.site
        return '%s of %s: %s %s %s %s %s' % (
            site.action,
            site.scene or 'any',
            self.fault,
            self.when,
            site.method,
            site.path,
            site.nth,
        )


def faults_at(site):
    """The faults that can be at a request: connections, then answers."""
    return [
        (fault, when)
        for fault in (*BROKEN, *ANSWERS)
        for when in ('before', 'after')
        if _makes_sense(site, fault, when)
    ]


def cells(sites, everything):
    """The cells of requests: all of them, or those of an ordinary run.

    That has each way to lose a connection at each request, and the answers
    in turns.
    """
    found = [
        Cell(site, *fault)
        for turn, site in enumerate(sorted(sites))
        for number, fault in enumerate(faults_at(site))
        if everything or fault[0] in BROKEN or (number + turn) % SHARE == 0
    ]
    if not everything:
        for action in ACTIONS:
            for cell in _nonsense(found, action)[TOLERATED:]:
                found.remove(cell)
    return found


def _nonsense(cells, action):
    """Those that can be at the same object, one after the other."""
    return [
        cell
        for cell in cells
        if cell.site.action == action
        and not cell.site.scene
        and cell.fault in NONSENSE
    ]


def _makes_sense(site, fault, when):
    if fault == 'slow' and (site.scene, site.action, site.method) in LOST:
        return False
    if when == 'after':
        # To read changes nothing that could come before the fault.
        return fault in DOUBTFUL and site.method != 'GET'
    if fault == 'expired-token':
        return site.by_token
    # What is deleted is answered without a body.
    return (fault, site.method) != ('drop-body', 'DELETE')


@dataclasses.dataclass
class Thing:
    """An object of a run, and the cell that it has in each action."""

    scene: Scene
    cells: dict = dataclasses.field(default_factory=dict)


def batches(scenes, found):
    """Yield lists of things, and of the cells that are of no scene."""
    own = collections.defaultdict(list)
    rest = collections.defaultdict(list)
    for cell in found:
        if cell.site.scene:
            own[cell.site.scene, cell.site.action].append(cell)
        else:
            rest[cell.site].append(cell)
    things = []
    for scene in scenes:
        count = max(len(own[scene.name, action]) for action in ACTIONS) or (
            # Every other request has a fault, and some are not made again.
            3 * max(map(len, rest.values()))
        )
        for turn in range(count):
            things.append(
                Thing(
                    scene,
                    {
                        action: own[scene.name, action][turn]
                        for action in ACTIONS
                        if turn < len(own[scene.name, action])
                    },
                )
            )
    number = max(
        -(-len(things) // LARGEST),
        *(len(_nonsense(found, action)) for action in ACTIONS),
    )
    anybody = sorted(
        itertools.chain.from_iterable(rest.values()),
        key=lambda cell: (cell.fault in NONSENSE, cell),
    )
    for turn in range(number):
        # Each batch has its part of each scene, and of each fault.
        yield things[turn::number], anybody[turn::number]


def perform(stack, action, template, controls):
    """Do it, and wait for the requests that nobody waits for any more."""
    {
        'create': lambda: stack.create(template(stacks.first)),
        'update': lambda: stack.update(template(stacks.second)),
        'check': stack.check,
        'delete': stack.delete,
    }[action]()
    conftest.until(
        lambda: all(
            sum(one.fired())
            == sum(bool(request['fault']) for request in one.requests())
            for one in controls
        )
    )


class Run:
    """A stack of things, through a life."""

    def __init__(self, cloud, stack, things):
        device = things[0].scene.device
        self.cloud = cloud
        self.stack = stack
        self.tag = stack.name.replace('-', '_')
        self.address = cloud.lab.devices[device].address
        self.control = cloud.controls[device]
        self.bigip = cloud.bigips[device]
        self.things = {
            'o%d' % number: thing for number, thing in enumerate(things, 1)
        }
        self.cases = {}
        for scene in {
            thing.scene.name: thing.scene for thing in things
        }.values():
            keys = [
                key
                for key, thing in self.things.items()
                if thing.scene is scene
            ]
            case = stacks.Case(
                scene.row,
                cloud,
                stack,
                {key: list(scene.properties) for key in keys},
            )
            case.numbers = {key: int(key[1:]) for key in keys}
            self.cases[scene.name] = case
        self.names = {
            key: [
                self.case(key).fill(text, key) for text in thing.scene.texts()
            ]
            for key, thing in self.things.items()
        }
        self._owners = {
            name: (key, number)
            for key, names in self.names.items()
            for number, name in enumerate(names)
        }
        self._pattern = re.compile(
            '|'.join(map(_alone, self._owners)) or r'(?!)'
        )

    def case(self, key):
        return self.cases[self.things[key].scene.name]

    def template(self, which):
        return json.loads(
            json.dumps(
                stacks.star(
                    {
                        key: {
                            'type': thing.scene.row.type,
                            'properties': self.case(key).properties(
                                key, which
                            ),
                        }
                        for key, thing in self.things.items()
                    }
                )
            ).replace('<address>', self.address)
        )

    # What is there before.

    def place(self):
        for collection, body in self._found():
            answer = self.bigip.post(collection, json=body)
            assert answer.ok, answer.text

    def remove(self):
        for collection, body in reversed(self._found()):
            answer = self.bigip.delete(
                '%s/~Common~%s' % (collection, body['name'])
            )
            assert answer.ok, answer.text

    def _found(self):
        scenes = {
            thing.scene.name: thing.scene for thing in self.things.values()
        }
        made = [
            self.cases[name].fill(list(one), '')
            for name, scene in scenes.items()
            for one in scene.shared
        ]
        return made + [
            self.case(key).fill(list(one), key)
            for key, thing in self.things.items()
            for one in thing.scene.found
        ]

    # What it does.

    def act(self, action, anybody=()):
        """Do it, with the cells of the things and of anybody."""
        self.control.clear()
        injected = []
        turns = collections.Counter()
        for cell in anybody:
            # One request of two: an object is to have its share, not more.
            injected.append(self._inject(cell, skip=turns[cell.site]))
            turns[cell.site] += 1
        injected += [
            self._inject(thing.cells[action], key)
            for key, thing in self.things.items()
            if action in thing.cells
        ]
        try:
            perform(self.stack, action, self.template, [self.control])
        except pytest.fail.Exception as failure:
            raise AssertionError(
                '%s\n%s'
                % (
                    failure,
                    '\n'.join(
                        '%s: %s' % (key, thing.cells[action])
                        for key, thing in self.things.items()
                        if action in thing.cells
                        and re.search(r'^%s: ' % key, str(failure), re.M)
                    ),
                )
            ) from None
        finally:
            fired = self.control.fired()
            self.control.mend()
        unmet = [str(cell) for number, cell in injected if fired[number] != 1]
        assert unmet == [], '\n'.join(unmet)
        return len(injected)

    def _inject(self, cell, key=None, skip=0):
        site = cell.site
        names = [_alone(name) for name in self.names.get(key, ())]
        path = re.escape(site.path.replace('<tag>', self.tag)).replace(
            r'\*', '[^/]+'
        )
        for number, name in enumerate(names):
            path = path.replace('<%d>' % number, name)
        return self.control.inject(
            cell.fault,
            cell.when,
            site.method,
            '^%s$' % path,
            skip=site.nth + skip,
            seconds=SLOW if cell.fault == 'slow' else 0,
            body='|'.join(names) if site.by_body else '',
        ), cell

    # What is seen of it.

    def _owner(self, text):
        found = self._pattern.search(text)
        return self._owners[_plain(found.group())][0] if found else None

    def _without_names(self, text, key):
        """A text without what only this object or device has in it."""
        text = self._pattern.sub(
            lambda found: (
                '<%d>' % self._owners[_plain(found.group())][1]
                if self._owners[_plain(found.group())][0] == key
                else found.group()
            ),
            text,
        )
        return text.replace(self.stack.name, '<stack>').replace(
            self.tag, '<tag>'
        )

    def requests(self):
        """Yield the owner, the site's parts, and what came of each."""
        for request in self.control.requests():
            path = request['path']
            key = self._owner(path)
            by_body = None if key else self._owner(request['body'])
            key = key or by_body
            path = self._without_names(_starred(path), key)
            yield (
                key,
                (
                    request['method'],
                    path,
                    bool(by_body),
                    request['auth'] == 'token',
                ),
                request,
            )

    def sites(self, action):
        """The requests of the action that is over."""
        found = set()
        seen = collections.Counter()
        logins = any(thing.scene.logins for thing in self.things.values())
        for key, parts, request in self.requests():
            if request['login'] and not logins:
                continue
            if key is None:
                found.add(Site('', action, *parts, 0))
                continue
            found.add(
                Site(
                    self.things[key].scene.name,
                    action,
                    *parts,
                    seen[key, parts],
                )
            )
            seen[key, parts] += 1
        return found

    def applied(self):
        """How often each thing was made and deleted: {key: {...}}."""
        found = {key: collections.Counter() for key in self.things}
        for key, (method, path, *_), request in self.requests():
            if (
                key
                and method in ('POST', 'DELETE')
                and (request['took'] or 999) < 300
            ):
                found[key][method, path] += 1
        return found

    def state(self):
        """What each thing is on the device, and what is nobody's."""
        found = {key: {} for key in (*self.things, None)}
        for collection, objects in self.control.config().items():
            for path, body in objects.items():
                key = self._owner(path) or self._owner(collection)
                if key is None:
                    if self.tag not in path:
                        found[None][collection, path] = body
                    continue
                text = MARK.sub('<mark>', json.dumps(_without_own(body)))
                found[key][
                    self._without_names(collection, key),
                    self._without_names(path, key),
                ] = json.loads(self._without_names(text, key))
        return found

    def by_scene(self, found):
        """Something of each thing, for scenes of one thing."""
        return {
            thing.scene.name: found[key] for key, thing in self.things.items()
        }


class Pair:
    """A cluster of the second and the third device, through a life.

    There is one at a time, and its requests come one after the other: in a
    life there is a cell at each of them, but for those that are not made
    again when a later one has failed. The scene of a site is a device.
    """

    def __init__(self, cloud, stack):
        self.stack = stack
        self.controls = dict(
            zip(('lab2', 'lab3'), cloud.controls[1:], strict=True)
        )

    def template(self, which):
        return stacks.hot(
            {
                'cluster': {
                    'type': 'F5::Cm::Cluster',
                    'properties': {
                        'devices': list(self.controls),
                        'device_group_name': 'pair',
                        'description': which(rows.DESCRIPTION),
                    },
                }
            }
        )

    @staticmethod
    def at_once(cells):
        """A cell for each request, as far as they go together."""
        found = {}
        nonsense = 0
        for cell in cells:
            # What is slow is not asked again within a request either.
            is_nonsense = cell.fault in (*NONSENSE, 'slow')
            if cell.site not in found and not (
                is_nonsense and nonsense == TOLERATED
            ):
                found[cell.site] = cell
                nonsense += is_nonsense
        return sorted(found.values())

    def act(self, action, cells=()):
        """Do it, with cells that are in order; those that happened."""
        for device in self.controls.values():
            device.clear()
        for cell in cells:
            site = cell.site
            self.controls[site.scene].inject(
                cell.fault,
                cell.when,
                site.method,
                '^%s$' % site.path,
                skip=site.nth,
                seconds=SLOW if cell.fault == 'slow' else 0,
            )
        perform(self.stack, action, self.template, self.controls.values())
        met = []
        for name, device in self.controls.items():
            own = [cell for cell in cells if cell.site.scene == name]
            met += [
                cell
                for cell, fired in zip(own, device.fired(), strict=True)
                if fired
            ]
            device.mend()
        return met

    def sites(self, action):
        """The requests of the action that is over."""
        found = []
        for name, device in self.controls.items():
            seen = collections.Counter()
            for request in device.requests():
                parts = request['method'], request['path']
                if not request['login']:
                    found.append(
                        Site(
                            name,
                            action,
                            *parts,
                            False,
                            request['auth'] == 'token',
                            seen[parts],
                        )
                    )
                seen[parts] += 1
        return sorted(found)

    def state(self):
        return {
            name: json.loads(
                MARK.sub('<mark>', json.dumps(_without_own(device.config())))
            )
            for name, device in self.controls.items()
        }


def _alone(name):
    """A pattern for a name that is not a part of another."""
    return r'(?<![\w.])%s(?!\w)' % re.escape(name).replace(':', '(?::|%3A)')


def _plain(name):
    return name.replace('%3A', ':')


def _starred(path):
    """A path without the ids that a device gives, and names of files."""
    return re.sub('/(transaction|tokens|uploads)/[^/]+', r'/\1/*', path)


def _without_own(body):
    if isinstance(body, dict):
        return {
            key: _without_own(value)
            for key, value in body.items()
            if key not in OWN
        }
    if isinstance(body, list):
        return [_without_own(value) for value in body]
    return body


def together(row, **rest):
    """The scene of some properties of a row that can stand together."""
    names = [
        name
        for name, change in row.changes.items()
        if not row.stands_apart(name)
        # What a stack of the row has beside is not here.
        and not re.search(
            '<tag>|get_resource', json.dumps([change.first, change.second])
        )
    ]
    return Scene(
        row.type.removeprefix('F5::'), row, tuple(names[:PROPERTIES]), **rest
    )


def scene(name, row, given=None, /, **changes):
    """A scene with values that each object has for itself."""
    rest = {
        key: changes.pop(key)
        for key in ('shared', 'found', 'atomic', 'logins', 'type')
        if key in changes
    }
    row = dataclasses.replace(
        row,
        type=rest.pop('type', row.type),
        given=row.given if given is None else given,
        changes={
            key: rows.Change('', *values) for key, values in changes.items()
        },
    )
    return Scene(name, row, tuple(changes), **rest)


NAMED = {'name': '<name>'}
MEMBER_POOL = (('ltm/pool', {'name': '<tag>_pool'}),)


def _member(address, **settings):
    return {'member_ip': address, 'member_port': 80, **settings}


#: Scenes whose objects are in one stack. Of those whose requests name no
#: object there must be more objects than faults.
GROUPS = {
    'monitors': [*map(together, monitors.ROWS)],
    'profiles': [*map(together, profiles.ROWS)],
    'servers': [
        *map(
            together,
            (
                ltm.NODE,
                ltm.VIRTUAL_ADDRESS,
                ltm.VIRTUAL_SERVER,
                ltm.IRULE,
                ltm.POOL,
                *persistence.ROWS,
            ),
        )
    ],
    'members': [
        together(ltm.POOL_MEMBER, shared=MEMBER_POOL),
        scene(
            'LTM::Pool with members',
            ltm.POOL,
            members=(
                [_member('100.64.1.<n>'), _member('100.64.2.<n>')],
                [_member('100.64.1.<n>', ratio=5), _member('100.64.3.<n>')],
            ),
        ),
        scene(
            'LTM::SnatPool',
            ltm.SNAT_POOL,
            NAMED,
            members=(['100.64.4.<n>'], ['100.64.5.<n>', '100.64.6.<n>']),
        ),
    ],
    'names': [
        scene(
            'LTM::Pool with another name',
            ltm.POOL,
            {},
            name=('<name>', '<name>_b'),
        ),
        scene(
            'LTM::Pool that is adopted',
            ltm.POOL,
            {**NAMED, 'on_conflict': 'adopt'},
            slow_ramp_time=(20, 30),
            found=(('ltm/pool', {'name': '<name>'}),),
        ),
        scene(
            'LTM::Member',
            ltm.POOL_MEMBER,
            type='F5::LTM::Member',
            shared=MEMBER_POOL,
            ratio=(2, 3),
        ),
    ],
    'devices': [
        Scene(
            'BigIP::Device',
            rows.Row(
                'F5::BigIP::Device',
                '',
                {
                    'ip': '<address>',
                    'username': lab.USERNAME,
                    'password': lab.PASSWORD,
                    'timeout': READ_TIMEOUT,
                },
                {'auth_type': rows.Change('', 'token', 'basic')},
            ),
            ('auth_type',),
            logins=True,
        )
    ],
    'sync': [
        Scene(
            'Cm::Sync',
            rows.Row(
                'F5::Cm::Sync',
                '',
                {
                    'bigip_server': 'lab2',
                    'device_group': 'pair',
                    'device_group_partition': 'Common',
                },
                {},
            ),
            (),
            device=1,
        )
    ],
    'save': [Scene('Sys::Save', rows.Row('F5::Sys::Save', '', {}, {}), ())],
    'replacements': [
        Scene(
            'LTM::VirtualServer of another type',
            ltm.VIRTUAL_SERVER,
            ('type',),
            atomic=True,
        ),
        scene(
            'LTM::Node elsewhere',
            ltm.NODE,
            NAMED,
            atomic=True,
            address=('100.65.1.<n>', '100.65.2.<n>'),
        ),
        scene(
            'LTM::VirtualAddress elsewhere',
            ltm.VIRTUAL_ADDRESS,
            NAMED,
            atomic=True,
            address=('100.66.1.<n>', '100.66.2.<n>'),
        ),
        scene(
            'LTM::Monitor::HTTP with another parent',
            monitors.ROWS[0],
            atomic=True,
            defaults_from=('http', 'contract_http_1'),
        ),
    ],
    'sys': [
        # A certificate and its key are made in a transaction.
        *[
            together(row, atomic=row.type == 'F5::Sys::SSLCertificate')
            for row in sys.ROWS
        ],
        scene(
            'Sys::iAppTemplate',
            sys.FULL_TEMPLATE,
            type='F5::Sys::iAppTemplate',
            full_template=(
                sys.full('tmsh::create ltm pool one'),
                sys.full('tmsh::create ltm pool two'),
            ),
        ),
        scene(
            'Sys::iAppService of another template',
            sys.SERVICE,
            template_name=('f5.http', 'f5.dns'),
        ),
    ],
}
