# SPDX-License-Identifier: Apache-2.0

"""F5::Sys::iAppService: what an iApp template makes of given answers."""

import json

from f5_heat.engine import schema
from f5_heat.engine.bridge import dependencies
from f5_heat.engine.objects import bigip
from f5_heat.engine.traits import companions
from f5_heat.engine.validation import constraints
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


class iAppService(companions.WithCompanions):
    """A service: the objects that an iApp template makes on a BIG-IP.

    They are made from the answers to the questions of the template, made
    anew when these change, and deleted with the service.
    """

    collection = 'sys/application/service'
    tenants = 'allow_iapps'
    companions = 'ltm/node'
    companion_key = 'execute-action'
    # The device runs the script with that, and only then.
    along = {'execute-action': 'definition'}
    # A service with metadata, whoever gave it that, is not deleted.
    cleared_first = ('metadata',)

    properties_schema = {
        **bigip.NAMING,
        'name': schema.String(
            'The name of the service.',
            required=True,
            update_allowed=False,
            constraints=[constraints.Name()],
        ),
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
            'The answers to single questions: a map of names and values; or '
            'a list of maps with name, value and, for secrets, encrypted: '
            'yes; or the JSON text of one of these. In a map of names a '
            'secret is a map with value and encrypted.',
            'variables',
        ),
        'lists': answers.Lists(
            'The answers that are lists: a map of names and lists; or a list '
            'of maps with name and value, which is a list; or the JSON text '
            'of one of these.',
            'lists',
        ),
        'tables': answers.Tables(
            'The answers that are tables: a map of names and tables, each a '
            'list of rows, which are maps of columns and values; or a list '
            'of maps with name, columnNames, and rows, each a list or a map '
            'with row; or the JSON text of one of these. The columns that '
            'encryptedColumns lists hold secrets.',
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

    attributes_schema = {
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
                    self.properties_schema[name].entries(self.properties[name])
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

    def _resolve_attribute(self, name):
        if name == 'folder' and self.resource_id is not None:
            return self.resource_id.rpartition('/')[0]
        return super()._resolve_attribute(name)

    def updating(self, before, after):
        if not all(
            self.properties_schema[name].is_readable(before[name])
            for name in ANSWERS
        ):
            # They came from an attribute; the device knows what they were.
            self.needs_repair = True
        return super().updating(before, after)

    def before_write(self, body, values):
        super().before_write(body, values)
        self._look_before(self.resource_id)

    # The nodes that the device makes for the members of the service's pools.
    # They lie outside of its folder, and the device leaves them behind.

    def companion_paths(self, values):
        return set(json.loads(self.data().get('nodes', '[]')))

    def _nodes(self, path):
        """The nodes of the partition, with the generation of each."""
        return {
            node['fullPath']: node['generation']
            for node in self.bigip().list(
                self.companions,
                partition=paths.split(path)[0],
                select=['fullPath', 'generation'],
            )
        }

    #: The nodes that were there before the script ran.
    _before = None

    def _look_before(self, path):
        if self._before is None:
            self._before = self._nodes(path)
            text = json.dumps(sorted(self._before))
            if len(text) <= LONGEST:
                self.data_set(BEFORE, text)

    def _note_cut_off(self):
        """Note the nodes of a run whose answer nobody saw.

        A node is of the run if it is as old as the service, and was not
        there before.
        """
        if self.resource_id is None or BEFORE not in self.data():
            return
        try:
            made = self.handle().read()
        except errors.NotFound:
            return
        if self.is_ours(made):
            self._before = set(json.loads(self.data()[BEFORE]))
            self.created(None, made)
            self._before = None

    def _create(self, values):
        self._look_before(self.path(values))
        super()._create(values)

    def keep_created(self, values, made):
        # What else the run made is found out by ``created``.
        bigip.BigIPObject.keep_created(self, values, made)

    def created(self, values, made):
        # All of a run is taken to be one change, with one generation:
        # F5 says that a service is made as a whole or not at all.
        runs = {made.get('generation'), *self._generations()}
        made_too = {
            path
            for path, generation in self._nodes(self.resource_id).items()
            if path not in self._before and generation in runs
        }
        if made_too:
            self._remember(made)
            self.data_set(
                'nodes',
                json.dumps(sorted(made_too | self.companion_paths(values))),
            )
        if BEFORE in self.data():
            self.data_delete(BEFORE)

    def modified(self, changes, made):
        self.created(None, made)

    def _recreate(self, after):
        # The device makes no service within a transaction.
        self._before = None
        if self.needs_repair and self._is_recreated(after):
            # A former attempt did it, and failed at the nodes.
            self._repair_object(after)
        else:
            self._recreate_apart(after)


def resource_mapping():
    return {'F5::Sys::iAppService': iAppService}
