# SPDX-License-Identifier: Apache-2.0

"""Errors of ours and of devices, in terms of the template."""

from heat.common import exception
from heat.engine import function

from f5_heat.engine import schema
from f5_heat.engine.validation import explanations
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


def explained(error, schemas, values, secrets=(), folder='/Common'):
    """Return the error, with the property that it is about and a remedy.

    A device repeats a value that it does not like, also a password.

    :param secrets: what was sent and nobody may see, beside the secrets
        among the values.
    :param folder: the one of the object, where bare names are looked up.
    """
    given = {
        name: values[name] for name in schemas if values.get(name) is not None
    }
    message = secrecy.hide(
        error.message,
        [
            *secrets,
            *(
                secret
                for name, value in given.items()
                for secret in schema.secrets(schemas[name], value)
            ),
        ],
    )
    message += explanations.explanation(message, schemas, given, folder)
    return type(error)(
        error.status, error.code, message, error.method, error.path, error.sent
    )
