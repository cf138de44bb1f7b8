# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""F5::Sys::iAppService: what an iApp template makes of given answers."""

import json

from f5_heat.engine import bigip
from f5_heat.engine import constraints
from f5_heat.engine import refusal
from f5_heat.engine import schema
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.resources.ltm import virtual_address


class Answers(schema.Property):
    """Answers to the questions of a template: a list, or JSON text of one.

    The text is read when it is used: Heat does not know it before then
    when it comes from another resource. A map that may be converted is what
    Heat takes both for: it makes text of a list.
    """

    def __init__(self, description, wire):
        super().__init__(self.MAP, description, wire, unset=[],
                         allow_conversion=True)

    def encode(self, value, folder):
        return [_texts(entry) for entry in self.entries(value)]

    def same(self, wanted, actual, folder):
        return ([_essence(entry) for entry in self.encode(wanted, folder)]
                == [_essence(entry) for entry in actual])

    def differences(self, name, wanted, actual, folder):
        if not self.same(wanted, actual or [], folder):
            yield '%s: the device has other answers' % name

    def entries(self, value):
        """The list that a value means.

        :raises ValueError: it is no list of named entries.
        """
        if isinstance(value, str):
            try:
                value = json.loads(value) if value.strip() else []
            except ValueError as error:
                raise ValueError('The text of %s is not valid JSON: %s.'
                                 % (self.wire, error)) from None
        if not isinstance(value, list) or not all(
                isinstance(entry, dict) and entry.get('name')
                for entry in value):
            raise ValueError('The value of %s has to be a list of maps, each '
                             'with a name.' % self.wire)
        return value


def _texts(value):
    """The answers as text, which is all that the device has.

    A yes or no without quotes is a boolean in YAML.
    """
    if isinstance(value, dict):
        return {key: _texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    if isinstance(value, bool):
        return 'yes' if value else 'no'
    return '' if value is None else str(value)


def _essence(entry):
    """What is compared of an entry: the device fills in the rest.

    It shows an encrypted value in another form than it was given.
    """
    return {key: value for key, value in entry.items()
            if value not in ('', []) and (key, value) != ('encrypted', 'no')
            and not (key == 'value' and entry.get('encrypted') == 'yes')}


class Inheritable(virtual_address.TrafficGroup):
    """A group that comes from the folder unless it is set."""

    def __init__(self, description, wire, inherited):
        super().__init__(description, wire)
        self.inherited = inherited

    def write(self, body, value, folder):
        body[self.inherited] = 'false' if value else 'true'
        if value:
            super().write(body, value, folder)

    def read(self, body):
        if body.get(self.inherited) == 'true':
            return None
        return super().read(body)


class iAppService(bigip.BigIPResource):
    """A service: the objects that an iApp template makes on a BIG-IP.

    They are made from the answers to the questions of the template, made
    anew when these change, and deleted with the service.
    """

    collection = 'sys/application/service'

    properties_schema = {
        **bigip.NAMING,
        'name': schema.String(
            'The name of the service.', required=True, update_allowed=False,
            constraints=[constraints.Name()]),
        **bigip.DESCRIPTION,
        'template_name': schema.Reference(
            'The template: its name, its path, or an '
            'F5::Sys::iAppCompositeTemplate resource.', wire='template',
            required=True, update_allowed=False),
        'variables': Answers(
            'The answers to single questions: a list of maps with name, '
            'value and, for secrets, encrypted: yes; or the JSON text of '
            'such a list.', 'variables'),
        'lists': Answers(
            'The answers that are lists: a list of maps with name and '
            'value, which is a list; or the JSON text of such a list.',
            'lists'),
        'tables': Answers(
            'The answers that are tables: a list of maps with name, '
            'columnNames, and rows, each a map with row; or the JSON text '
            'of such a list.', 'tables'),
        'strict_updates': schema.Boolean(
            'Whether the objects of the service can be changed by the '
            'service alone.', wire='strictUpdates', unset=True),
        'traffic_group': Inheritable(
            'The traffic group of the service. By default it is that of '
            'the folder.', 'trafficGroup', 'inheritedTrafficGroup'),
        'device_group': Inheritable(
            'The device group that the service is synchronized to. By '
            'default it is that of the folder.', 'deviceGroup',
            'inheritedDevicegroup'),
        'metadata': schema.Metadata('The metadata of the service.'),
    }

    def validate(self):
        super().validate()
        for name, prop in self.properties_schema.items():
            if isinstance(prop, Answers) and self.properties[name]:
                try:
                    prop.entries(self.properties[name])
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
        return bigip.BigIPResource.identify('%s/%s' % (
            path.rsplit('/', 2)[0], paths.split(path)[2]))

    def folder(self):
        return self.resource_id.rsplit('/', 2)[0]

    def _request_modify(self, bigip, body):
        return super()._request_modify(
            bigip, {**body, 'execute-action': 'definition'})

    def _recreate(self, after):
        # The device makes no service within a transaction.
        self.handle_delete()
        self._create(after)

    def handle_delete(self):
        if 'created' in self.data() and self.properties['metadata']:
            # A service with metadata cannot be deleted.
            try:
                self.bigip().modify(*self.place(), {'metadata': []})
            except errors.NotFound:
                pass
        super().handle_delete()


def resource_mapping():
    return {'F5::Sys::iAppService': iAppService}
