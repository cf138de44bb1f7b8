# SPDX-License-Identifier: Apache-2.0

"""Errors of ours and of devices, in terms of the template."""

import re

from heat.common import exception
from heat.engine import function

from f5_heat.engine import schema
from f5_heat.icontrol import secret as secrecy


def invalid(owner, name, message):
    """Return an error of validation that says where the property stands.

    :param owner: the resource.
    """
    return exception.StackValidationFailed(
        error='Property error',
        message=message,
        path=[owner.stack.t.RESOURCES, owner.name, 'properties', name],
    )


def invalid_type(owner, message):
    """Return an error of validation about a resource as a whole.

    :param owner: the resource.
    """
    return exception.StackValidationFailed(
        error='Resource error',
        message=message,
        path=[owner.stack.t.RESOURCES, owner.name],
    )


def is_known(owner, name):
    """Return whether a property has its value when the template is validated.

    What comes from another resource has none before that one is made: an
    attribute is then nothing, and an id the resource's name.

    :param owner: the resource.
    """
    data = owner.properties.data.get(name)
    return (
        data is not None
        and owner.stack.strict_validate
        and not any(True for _ in function.dependencies(data))
    )


class NameTaken(exception.HeatException):
    """The name belongs to an object that this resource did not make."""

    msg_fmt = (
        '%(path)s exists on the BIG-IP and does not belong to this '
        'resource: %(reason)s Choose another name, or delete the '
        'object; with external_id a template can refer to it as it '
        'is, and with on_conflict: adopt take it over.'
    )


class NeverMade(exception.HeatException):
    """There has been no object of a resource yet."""

    msg_fmt = 'The object of this resource was never made: %(reason)s'


class StillUsed(exception.HeatException):
    """The object cannot be recreated, as others use it."""

    msg_fmt = (
        'A change of %(names)s needs a new object in the place of '
        '%(path)s, and others use that: %(reason)s Nothing was '
        'changed. %(advice)s'
    )

    ANOTHER_NAME = (
        'Leave out name, or choose another one: Heat then makes '
        'the new object first, lets what refers to it by '
        'get_resource follow, and deletes the old one.'
    )
    NO_ROOM = (
        'There is no room for a second one with the same %s: first '
        'take it from those that use it.'
    )


def explained(error, schemas, values, secrets=()):
    """Return the error, with the name of the property that it is about.

    A device repeats a value that it does not like, also a password.

    :param secrets: what was sent and nobody may see, beside the secrets
        among the values.
    """
    given = {
        name: prop
        for name, prop in schemas.items()
        if values.get(name) is not None
    }
    message = secrecy.hide(
        error.message,
        [
            *secrets,
            *(
                secret
                for name, prop in given.items()
                for secret in schema.secrets(prop, values[name])
            ),
        ],
    )
    for name, prop in given.items():
        if isinstance(prop.wire, str) and _concerns(
            prop.wire, values[name], message
        ):
            message += ' (property %s)' % name
            break
    return type(error)(
        error.status, error.code, message, error.method, error.path, error.sent
    )


def _concerns(wire, value, message):
    """Return whether a device's message is about a key or about its value."""
    key = re.sub('([A-Z])', r'-\1', wire.split('.')[-1]).lower()
    if '"%s"' % key in message:
        return True
    return any(
        '(%s)' % one in message or '/%s)' % one in message
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, str)
    )
