# SPDX-License-Identifier: Apache-2.0

"""Validation against what the BIG-IP holds, before anything is created.

Heat validates the resources of a stack within one request. What they ask a
device for is read once in it, and never more than ``LIMIT`` times. What is
not certain is left to the device: what has no value yet, what another
resource may make, what cannot be read.
"""

import collections
import time
import weakref

from heat.engine.resources import stack_resource
from heat.objects import resource as resource_object
from heat.objects import stack as stack_object
from oslo_log import log as logging

from f5_heat.engine import schema
from f5_heat.engine.validation import inventory
from f5_heat.engine.validation import refusal
from f5_heat.engine.validation import rules
from f5_heat.engine.validation import suggestions
from f5_heat.icontrol import errors

LOG = logging.getLogger(__name__)

#: The number of requests to a device for a stack, at most.
LIMIT = 150

#: The seconds for each of them, and for all that a request to Heat asks of
#: devices: a thread is held meanwhile that serves all projects.
LOOK = 5
ALL_LOOKS = 20

#: The collections whose objects nothing makes by itself: what a property
#: refers to there exists, or the device refuses it.
CERTAIN = frozenset(
    (
        'cm/device-group',
        'cm/traffic-group',
        'ltm/monitor',
        'ltm/persistence',
        'ltm/policy',
        'ltm/pool',
        'ltm/profile',
        'ltm/rule',
        'ltm/snatpool',
        'sys/application/template',
        'sys/file/ssl-cert',
        'sys/file/ssl-key',
    )
)

#: The profiles that nearly every virtual server has; the rest comes after.
FREQUENT = (
    'ltm/profile/tcp',
    'ltm/profile/http',
    'ltm/profile/client-ssl',
    'ltm/profile/server-ssl',
    'ltm/profile/fastl4',
    'ltm/monitor/tcp',
    'ltm/monitor/http',
    'ltm/monitor/https',
)

#: The keys that are read of objects of which more than the path matters.
KEYS = {
    'ltm/virtual': (
        'fullPath',
        'destination',
        'source',
        'ipProtocol',
        'mask',
        'vlans',
    ),
    'sys/provision': ('name', 'level'),
}

#: The properties that say, with the locators, which path an object gets.
NAMING = ('name', 'fqdn', 'device_group_name')

#: Stands for a name that Heat will make up, which nothing else has.
NAMELESS = '*'

#: The words that stand for no object, or for one of the device's own.
WORDS = ('', 'none', 'automap', 'default')

#: The modules that properties need.
MODULES = {
    'firewall_enforced_policy': 'afm',
    'firewall_staged_policy': 'afm',
    'per_flow_request_access_policy': 'apm',
}

#: The modules without virtual servers of their own: they need LTM for that.
BESIDE_LTM = frozenset(('avr', 'gtm', 'ilx', 'lc', 'urldb'))

#: The partition that every device has.
COMMON = 'Common'

#: For each request to Heat what was asked for, by stack and by device.
_surveys = weakref.WeakKeyDictionary()


class Unknown(Exception):
    """What is asked for cannot be known."""


class Survey:
    """What a device holds, read when it is asked for, and once."""

    def __init__(self, bigip, end):
        self._bigip = bigip
        self._end = end
        self._left = LIMIT
        self._read = {}
        self._made = {}
        self._makers = {}

    def objects(self, collection):
        """Return the objects of a collection, with the keys that are asked
        for."""
        return self._once(
            ('objects', collection),
            lambda: self._bigip.list(
                collection, select=KEYS.get(collection, ('fullPath',))
            ),
        )

    def read(self, collection, path, key):
        """Return the JSON of an object with a key; None if it is not
        there."""
        found = self._once(
            ('object', collection, path, key),
            lambda: self._bigip.read(
                collection, path, select=['fullPath', key]
            ),
        )
        return found or None

    def paths(self, collection):
        return {item.get('fullPath') for item in self.objects(collection)}

    def has(self, root, paths):
        """Return whether a collection, or one below it, has one of some
        objects."""
        below = self._below(root)
        return any(
            paths & self.paths(collection)
            for collection in sorted(
                below, key=lambda collection: collection not in FREQUENT
            )
        )

    def found(self, root):
        """Return the paths at a collection, or below it."""
        return set().union(*map(self.paths, self._below(root)))

    def modules(self):
        """Return the names of the modules that are provisioned."""
        return {
            item['name']
            for item in self.objects('sys/provision')
            if item.get('level') not in (None, 'none')
        }

    def physical_ids(self, resource):
        """Return the ids of what the stack has made so far, if it exists."""
        stack = resource.stack
        if stack.name not in self._made:
            found = stack_object.Stack.get_by_name_and_owner_id(
                resource.context, stack.name, stack.owner_id
            )
            rows = (
                {}
                if found is None
                else (
                    resource_object.Resource.get_all_by_stack(
                        resource.context, found.id
                    )
                )
            )
            self._made[stack.name] = {
                row.physical_resource_id for row in rows.values()
            }
        return self._made[stack.name]

    def made_by(self, stack):
        """Return the names of the resources of a stack that make an object,
        by its path, or anything in a folder, by that with a slash."""
        if stack.name not in self._makers:
            made = self._makers[stack.name] = collections.defaultdict(set)
            for resource in stack.values():
                if not hasattr(resource, 'collection'):
                    continue
                try:
                    path = '/' + path_of(resource).lstrip('/')
                except Unknown as unknown:
                    self._makers[stack.name] = unknown
                    break
                for _, one in resource.makes(path):
                    made[one].add(resource.name)
                folder = path.rpartition('/')[0]
                if folder.endswith('.app'):
                    made[folder + '/'].add(resource.name)
        found = self._makers[stack.name]
        if isinstance(found, Unknown):
            raise Unknown(str(found))
        return found

    def _below(self, root):
        if root not in inventory.ORGANIZERS:
            return [root]
        return self._once(
            ('below', root),
            lambda: list(inventory.collections(self._bigip, root)),
        )

    def _once(self, key, read):
        if key not in self._read:
            if self._left == 0:
                raise Unknown('More than %d requests are needed.' % LIMIT)
            if time.monotonic() >= self._end:
                raise Unknown('It takes more than %d seconds.' % ALL_LOOKS)
            self._left -= 1
            try:
                self._read[key] = read()
            except (errors.BadRequest, errors.NotFound):
                # The device has no such module, or no such parent.
                self._read[key] = []
            except (errors.IControlError, ValueError) as error:
                # Nobody else need wait for this device.
                self._left = 0
                raise Unknown(str(error)) from None
        return self._read[key]


def check(resource, foreseen):
    """Refuse a resource that its device would refuse, if that is certain.

    :param foreseen: returns what the resources of the template are going to
        be.
    """
    plugin = resource.client_plugin()
    if not (
        plugin.validates_on_device()
        and resource.stack.strict_validate
        and is_settled(resource, 'bigip_server')
    ):
        return
    if resource.stack.adopt_stack_data:
        # What it takes over is there.
        return
    try:
        survey = _survey(plugin, resource.properties['bigip_server'])
        rules.check_on_device(resource, foreseen(), survey.read)
        _Check(resource, survey).run()
    except Unknown as unknown:
        LOG.info(
            '%s of the stack %s is not validated on its BIG-IP: %s',
            resource.name,
            resource.stack.name,
            unknown,
        )


def _survey(plugin, reference):
    end, surveys = _surveys.setdefault(
        plugin, (time.monotonic() + ALL_LOOKS, {})
    )
    if reference not in surveys:
        try:
            surveys[reference] = Survey(
                plugin.within(LOOK).bigip(reference), end
            )
        except ValueError as error:
            raise Unknown(str(error)) from None
    return surveys[reference]


def is_settled(resource, name):
    """Return whether a property has its value, be it the default one."""
    return resource.properties.data.get(name) is None or refusal.is_known(
        resource, name
    )


class _Check:
    def __init__(self, resource, survey):
        self.resource = resource
        self.survey = survey
        self.given = {
            name: resource.properties[name]
            for name in resource.properties_schema
            if refusal.is_known(resource, name)
        }

    def run(self):
        self._modules()
        path = path_of(self.resource)
        own = self.survey.physical_ids(self.resource)
        collection, full_path, folder = self.resource.located(path)
        if path not in own and path not in (
            COMMON,
            self.resource.client_plugin().own_partition(),
        ):
            self._name(collection, full_path)
        if not self._is_preceded_by_a_stack():
            self._folder()
            self._references(folder)
        self.resource.check_conflicts(self.survey, path, own)

    def _modules(self):
        modules = self.survey.modules()
        if not modules:
            raise Unknown('It tells of no modules.')
        if (self.resource.collection or '').startswith('ltm/') and (
            modules <= BESIDE_LTM
        ):
            raise refusal.invalid(
                self.resource,
                'bigip_server',
                'The module ltm is not provisioned on this BIG-IP.',
            )
        for name, module in MODULES.items():
            if self.given.get(name) not in (None, *WORDS) and (
                module not in modules
            ):
                raise refusal.invalid(
                    self.resource,
                    name,
                    'The module %s, which this needs, '
                    'is not provisioned on the BIG-IP.' % module,
                )

    def _name(self, collection, path):
        if self.given.get('on_conflict') == 'adopt':
            return
        if not path.endswith('/' + NAMELESS) and (
            path in self.survey.paths(collection)
        ):
            raise refusal.invalid(
                self.resource,
                next(
                    name
                    for name in ('name', 'address', 'node', 'fqdn')
                    if name in self.given
                ),
                '%s exists on the BIG-IP, and does not belong to this '
                'resource.' % path,
            )

    def _folder(self):
        if 'partition' in self.given:
            folder = '/' + self.given['partition'].strip('/')
            if folder.strip('/') == (
                self.resource.client_plugin().own_partition()
            ):
                # It is made when it is needed.
                return
            self._exists('partition', 'sys/folder', {folder})

    def _references(self, folder):
        for name, value in self.given.items():
            prop = self.resource.properties_schema[name]
            if isinstance(prop, schema.Script):
                # What looks like a reference there may be none.
                continue
            for kind, path in schema.names(prop, value, folder):
                root = kind.rstrip('/')
                if (
                    root in CERTAIN
                    and self._is_complete(root)
                    and (path.rpartition('/')[2] not in WORDS)
                ):
                    places = {str(path), str(getattr(path, 'common', path))}
                    self._exists(name, root, places)

    def _is_complete(self, root):
        """Return whether all objects of a kind are at or below a collection.

        Other modules have profiles in collections of their own.
        """
        return root != 'ltm/profile' or (
            self.survey.modules() - BESIDE_LTM == {'ltm'}
        )

    def _exists(self, name, root, places):
        """Refuse a property that refers to what is in none of some places."""
        if not self.survey.has(root, places) and (
            not any(map(self._is_made, places))
        ):
            raise refusal.invalid(
                self.resource,
                name,
                '%s does not exist on the BIG-IP, and '
                'no resource of the template makes it.%s'
                % (' or '.join(sorted(places)), self._meant(root, places)),
            )

    def _meant(self, root, places):
        """Return a question for what is like one of some places, or nothing.

        A project may know what is in its own partition and in Common.
        """
        own = self.resource.client_plugin().own_partition()
        try:
            found = self.survey.found(root)
        except Unknown:
            return ''
        known = {
            path
            for path in found
            if own is None or path.split('/')[1] in (own, COMMON)
        }
        alike = [
            path
            for one in sorted(places)
            for path in suggestions.alike(one, known)
        ]
        return suggestions.asked(alike)

    def _is_made(self, path):
        """Return whether a resource of the stack makes an object."""
        made = self.survey.made_by(self.resource.stack)
        parents = path.split('/')
        # A service makes what it likes in its folder.
        services = {
            '/'.join(parents[: number + 1]) + '/'
            for number, part in enumerate(parents[:-1])
            if part.endswith('.app')
        }
        return any(
            made.get(one, set()) - {self.resource.name}
            for one in {path, *services}
        )

    def _is_preceded_by_a_stack(self):
        """Return whether a nested stack comes first: it may make anything."""
        stack, names = self.resource.stack, set()
        added = {self.resource.name}
        while added:
            names |= added
            added = {
                name
                for one in added
                if one in stack
                for name in stack[one].t.required_resource_names()
            } - names
        return any(
            isinstance(stack[name], stack_resource.StackResource)
            for name in names
            if name in stack
        )


def path_of(resource):
    """Return the path that the object of a resource has, or is going to
    have."""
    schemas = resource.properties_schema
    try:
        if all(
            is_settled(resource, name)
            for name in (*NAMING, *resource.locators)
            if name in schemas
        ):
            values = schema.given(resource.properties)
            if 'name' in schemas:
                values['name'] = values['name'] or NAMELESS
            return resource.path(values)
    except (TypeError, ValueError):
        # Another resource, which is refused when it is validated itself.
        pass
    raise Unknown('%s has no name yet.' % resource.name)
