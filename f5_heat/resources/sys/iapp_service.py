# SPDX-License-Identifier: Apache-2.0

"""F5::Sys::iAppService: what an iApp template makes of given answers."""

import json

from f5_heat.engine import schema
from f5_heat.engine.bridge import dependencies
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import bigip
from f5_heat.engine.objects import changes
from f5_heat.engine.objects import marks
from f5_heat.engine.objects import replacement
from f5_heat.engine.traits import companions
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.resources.ltm import virtual_address
from f5_heat.resources.sys import answers

ANSWERS = ('variables', 'lists', 'tables')

#: The key of the resource's data that lists the nodes that there were when a
#: run of the script began, until its own are noted.
BEFORE = 'before'

#: The characters that fit into an entry of a resource's data.
LONGEST = 60000


class Inheritable(virtual_address.TrafficGroup):
    """A group that comes from the folder unless it is set."""

    def __init__(self, description, wire, inherited, to):
        super().__init__(description, wire, to=to)
        self.inherited = inherited

    def write(self, body, value, folder):
        body[self.inherited] = 'false' if value else 'true'
        if value:
            super().write(body, value, folder)

    def read(self, body):
        if body.get(self.inherited) == 'true':
            return None
        return super().read(body)


class RunNodes(companions.Companions):
    """The nodes that the device makes for the members of a service's pools.

    They lie outside of its folder, and the device leaves them behind. Which
    they are is found out after each run of the script: those that were not
    there before it. ``nodes_before`` of the resource has what was.
    """

    def paths(self, resource, values):
        return set(json.loads(resource.data().get('nodes', '[]')))

    def _nodes(self, resource, path):
        """Return the nodes of the partition, with the generation of each."""
        return {
            node['fullPath']: node['generation']
            for node in resource.bigip().list(
                self.collection,
                partition=paths.split(path)[0],
                select=['fullPath', 'generation'],
            )
        }

    def _look_before(self, resource, path):
        if resource.nodes_before is None:
            resource.nodes_before = self._nodes(resource, path)
            text = json.dumps(sorted(resource.nodes_before))
            if len(text) <= LONGEST:
                resource.data_set(BEFORE, text)

    def note_cut_off(self, resource):
        """Note the nodes of a run whose answer nobody saw.

        A node is of the run if it is as old as the service, and was not
        there before.
        """
        if resource.resource_id is None or BEFORE not in resource.data():
            return
        try:
            made = resource.handle().read()
        except errors.NotFound:
            return
        if marks.is_ours(resource, made):
            resource.nodes_before = set(json.loads(resource.data()[BEFORE]))
            self._note(resource, made)
            resource.nodes_before = None

    def update(self, resource, proceed, before, after):
        if not all(
            resource.properties_schema[name].is_readable(before[name])
            for name in ANSWERS
        ):
            # They came from an attribute; the device knows what they were.
            resource.needs_repair = True
        return super().update(resource, proceed, before, after)

    def before_create(self, resource, values):
        self._look_before(resource, resource.path(values))

    def before_write(self, resource, body, values):
        super().before_write(resource, body, values)
        self._look_before(resource, resource.resource_id)

    def keep_created(self, resource, values, made):
        """Nothing: what the run made is found out by ``created``."""

    def created(self, resource, values, made):
        self._note(resource, made)

    def modified(self, resource, values, sent, made):
        self._note(resource, made)

    def _note(self, resource, made):
        # All of a run is taken to be one change, with one generation:
        # F5 says that a service is made as a whole or not at all.
        runs = {made.get('generation'), *companions.generations(resource)}
        made_too = {
            path
            for path, generation in self._nodes(
                resource, resource.resource_id
            ).items()
            if path not in resource.nodes_before and generation in runs
        }
        if made_too:
            self.remember(resource, made)
            noted = made_too | self.paths(resource, None)
            resource.data_set('nodes', json.dumps(sorted(noted)))
        storage.keep(resource, BEFORE, None)

    def recreate(self, resource, proceed, after):
        # The new service has a run of its own.
        resource.nodes_before = None
        if resource.needs_repair and (
            replacement.is_recreated(resource, after)
        ):
            # A former attempt did it, and failed at the nodes.
            changes.repair(resource, after)
        else:
            proceed(after)


class iAppService(bigip.BigIPObject):
    """A service: the objects that an iApp template makes on a BIG-IP.

    They are made from the answers to the questions of the template, made
    anew when these change, and deleted with the service.
    """

    collection = 'sys/application/service'
    tenants = 'allow_iapps'
    no_transaction = True
    traits = (RunNodes('ltm/node', 'execute-action'),)
    # The device runs the script with that, and only then.
    along = {'execute-action': 'definition'}
    # A service with metadata, whoever gave it that, is not deleted.
    cleared_first = ('metadata',)

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            **bigip.DESCRIPTION,
            'template_name': schema.Reference(
                'The template: its name, its path, or an '
                'F5::Sys::iAppFullTemplate or F5::Sys::iAppCompositeTemplate '
                'resource.',
                wire='template',
                required=True,
                update_allowed=False,
                to='sys/application/template',
            ),
            'variables': answers.Variables(
                'The answers to single questions: a map of names and values; '
                'or a list of maps with name, value and, for secrets, '
                'encrypted: yes; or the JSON text of one of these. In a map '
                'of names a secret is a map with value and encrypted.',
                'variables',
            ),
            'lists': answers.Lists(
                'The answers that are lists: a map of names and lists; or a '
                'list of maps with name and value, which is a list; or the '
                'JSON text of one of these.',
                'lists',
            ),
            'tables': answers.Tables(
                'The answers that are tables: a map of names and tables, '
                'each a list of rows, which are maps of columns and values; '
                'or a list of maps with name, columnNames, and rows, each a '
                'list or a map with row; or the JSON text of one of these. '
                'The columns that encryptedColumns lists hold secrets.',
                'tables',
            ),
            'strict_updates': schema.Boolean(
                'Whether the objects of the service can be changed by the '
                'service alone.',
                wire='strictUpdates',
                unset=True,
            ),
            'traffic_group': Inheritable(
                'The traffic group of the service. By default it is that of '
                'the folder.',
                'trafficGroup',
                'inheritedTrafficGroup',
                to='cm/traffic-group',
            ),
            'device_group': Inheritable(
                'The device group that the service is synchronized to. By '
                'default it is that of the folder.',
                'deviceGroup',
                'inheritedDevicegroup',
                to='cm/device-group',
            ),
            'metadata': schema.Metadata('The metadata of the service.'),
        }

    #: The nodes that were there before the script ran.
    nodes_before = None

    @schema.deferred
    def attributes_schema(cls):
        return {
            **bigip.IDENTITY,
            'template': schema.Attribute(
                'The path of the template.',
                'template',
                type=schema.Attribute.STRING,
            ),
            'folder': schema.Attribute(
                'The folder that the objects of the service lie in.',
                type=schema.Attribute.STRING,
            ),
            'template_modified': schema.Attribute(
                'Whether the template has changed since the service was made '
                'from it: yes or no.',
                'templateModified',
                type=schema.Attribute.STRING,
            ),
        }

    def validate(self):
        super().validate()
        for name in ANSWERS:
            if refusal.is_known(self, name) and self.properties[name]:
                try:
                    _once(
                        self.properties_schema[name].entries(
                            self.properties[name]
                        )
                    )
                except ValueError as error:
                    raise refusal.invalid(self, name, str(error)) from None

    def path(self, values):
        path = super().path(values)
        name = paths.split(path)[2]
        inside = '%s.app/%s' % (name, name)
        if path.endswith('/' + inside):
            return path
        return path.removesuffix(name) + inside

    @staticmethod
    def identify(path):
        # The device makes the folder of the service, NAME.app, by itself.
        return bigip.BigIPObject.identify(
            '%s/%s' % (path.rsplit('/', 2)[0], paths.split(path)[2])
        )

    @staticmethod
    def folder_of(path):
        return path.rsplit('/', 2)[0]

    def makes(self, path):
        return [
            *super().makes(path),
            (dependencies.FOLDERS, path.rpartition('/')[0]),
        ]

    def attribute(self, name):
        if name == 'folder':
            return self.resource_id.rpartition('/')[0]
        return super().attribute(name)


def _once(entries):
    """Refuse a name that stands twice among some entries."""
    names = set()
    for entry in entries:
        if entry['name'] in names:
            raise ValueError('The name %s is given twice.' % entry['name'])
        names.add(entry['name'])


def resource_mapping():
    return {'F5::Sys::iAppService': iAppService}
