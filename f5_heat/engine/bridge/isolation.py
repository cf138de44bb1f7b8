# SPDX-License-Identifier: Apache-2.0

"""What an isolated project may use of a BIG-IP, in terms of the template.

The client sends nothing that its fence refuses. This finds it earlier, when a
template is validated and before an action begins, and names the property.
"""

import contextlib

from oslo_log import log as logging

from f5_heat.engine import schema
from f5_heat.engine.bridge import words
from f5_heat.engine.validation import preflight
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import paths
from f5_heat.tenancy import territory

LOG = logging.getLogger(__name__)

#: The properties that a key of another name is made of.
BEHIND = {
    'destination': ('ip',),
    'members': ('address', 'node', 'fqdn'),
    'name': ('name', 'partition'),
    'partition': ('partition', 'name'),
    'subPath': ('partition', 'subpath', 'name'),
}


def validate(resource):
    """Refuse a template that leads out of the reach of the project."""
    try:
        if resource.client_plugin().fence() is None:
            return
    except ValueError as error:
        raise refusal.invalid_type(resource, str(error)) from None
    known = {
        name: resource.properties[name]
        if refusal.is_known(resource, name)
        else None
        for name in resource.properties_schema
    }
    path = None
    if resource.is_in_partition:
        try:
            # A name that Heat makes up is always plain.
            path = preflight.path_of(resource).replace(
                preflight.NAMELESS, 'unnamed'
            )
        except preflight.Unknown as unknown:
            LOG.debug(
                'Where %s is going to be is not known: %s',
                resource.name,
                unknown,
            )
    _keep_inside(resource, known, path)


def judge(resource, action, args):
    """Refuse an action whose values the project may not have."""
    # Heat only looks at an external resource, and the client shows
    # nothing of others'.
    if (
        resource.external_id is not None
        or action not in (resource.CREATE, resource.ADOPT, resource.UPDATE)
        or resource.client_plugin().fence() is None
    ):
        return
    values = (
        resource.values_after(args[0])
        if action == resource.UPDATE
        else schema.given(resource.properties)
    )
    _keep_inside(
        resource,
        values,
        resource.path(values) if resource.is_in_partition else None,
    )


def is_out_of_reach(resource):
    """Return whether the project may do nothing about the object."""
    try:
        own = resource.client_plugin().fence()
        if own is None:
            return False
        resource.bigip()
        if resource.is_in_partition and resource.resource_id is not None:
            own.judge('DELETE', 'tm/' + paths.item(*resource.place()))
    except ValueError:
        return True
    return False


def _keep_inside(resource, values, path):
    """Refuse what leads out of the reach of the project.

    :param values: of the properties; None for what is not known.
    :param path: of the object, if that is known.
    """
    plugin = resource.client_plugin()
    if resource.tenants is False:
        raise refusal.invalid_type(
            resource,
            '%s is not allowed in projects that are kept apart.'
            % resource.type(),
        )
    if resource.tenants in words.OPTIONS and not plugin.allows(
        resource.tenants
    ):
        raise refusal.invalid_type(
            resource,
            '%s is not allowed in this project. The operator '
            'allows it with %s in the section [f5_bigip] of heat.conf.'
            % (resource.type(), resource.tenants),
        )
    if 'bigip_server' in values:
        try:
            plugin.check_device(values['bigip_server'])
        except ValueError as error:
            raise refusal.invalid(
                resource, 'bigip_server', str(error)
            ) from None
    if not resource.is_in_partition:
        return
    own = plugin.fence()
    folder = '/' + own.partition
    if path is not None:
        try:
            resource.judge_place(own, path)
        except ValueError as error:
            raise _refusal(resource, error, values) from None
        folder = resource.folder_of(path)
    _judge_values(resource, own, values, folder)


def _judge_values(resource, own, values, folder):
    # The fence lets secrets be whatever they are.
    try:
        own.judge_body(resource.collection, resource.body(values, folder))
        return
    except territory.Refused as error:
        refused = error
    except ValueError:
        # That a value makes no sense is said elsewhere.
        refused = None
    for name, prop in resource.properties_schema.items():
        if values.get(name) is None or prop.secret:
            continue
        body = {}
        with contextlib.suppress(ValueError):
            prop.write(body, values[name], folder)
        try:
            own.judge_body(resource.collection, body)
        except territory.Refused as error:
            raise _refusal(resource, error, values, name) from None
    if refused is not None:
        raise _refusal(resource, refused, values)


def _refusal(resource, refused, values, name=None):
    names = (
        [name]
        if name
        else [
            one
            for one in BEHIND.get(
                getattr(refused, 'key', ''), ('pool', 'name')
            )
            if values.get(one) is not None
        ]
    )
    if str(values.get('name')).startswith('/') and 'name' in names:
        names = ['name']
    if not names:
        return refusal.invalid_type(resource, _sentence(refused))
    return refusal.invalid(resource, names[0], _sentence(refused))


def _sentence(refused):
    text = str(refused)
    return text[:1].upper() + text[1:]
