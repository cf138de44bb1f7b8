# SPDX-License-Identifier: Apache-2.0

"""The adoption of an object that existed before its resource.

The data of the resource and the mark on the object both say so: the mark
outlives the resource where its ``deletion_policy`` is Retain, or where the
stack is abandoned.
"""

from heat.common import exception
from heat.engine import function
from oslo_log import log as logging

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import changes
from f5_heat.engine.objects import drift
from f5_heat.engine.objects import hooks
from f5_heat.engine.objects import marks
from f5_heat.engine.validation import constraints
from f5_heat.icontrol import errors

LOG = logging.getLogger(__name__)

ON_CONFLICT = {
    'on_conflict': schema.String(
        'What happens if the object is on the device already when the '
        'resource is created: fail, or adopt, which takes it over and '
        'changes it to what the template says. What another resource of '
        'Heat has made and still has is never taken over. An adopted object '
        'stays on the device when the resource is deleted, unless the '
        'template has deletion_policy: Delete.',
        unset='fail',
        constraints=[constraints.AllowedValues(['fail', 'adopt'])],
    ),
}


def adopt(resource, error, values):
    """Take over the object that has the name; False if there is none.

    :param error: what the device said to the POST.
    """
    if values.get('on_conflict') != 'adopt' or not isinstance(
        error, errors.Conflict
    ):
        return False
    own = resource.handle()
    try:
        found = own.read(expand=True)
    except errors.NotFound:
        return False
    if marks.is_successor(resource, found):
        return False
    _refuse_maker(resource, found)
    _refuse_fixed(resource, values, found)
    LOG.info('%s is adopted by %s', own.path, resource)
    resource.data_set(marks.ADOPTED, '')
    resource.unclaimed = found
    changes.bring_to(resource, values, found)
    return True


def _refuse_maker(resource, found):
    """Refuse an object of another resource that is still there."""
    mark = resource.ownership.read(found)
    if (
        mark is not None
        and not marks.is_ours(resource, found)
        and (marks.is_alive(mark, resource.resource_id))
    ):
        raise Owned(path=resource.place()[1], mark=mark)


def _refuse_fixed(resource, values, found):
    """Refuse an object that no update can make what is wanted."""
    live = drift.live(resource, found)
    differences = [
        sentence for _, sentence in drift.fixed(resource, values, live)
    ]
    if differences:
        raise Fixed(
            path=resource.place()[1], differences='; '.join(differences)
        )


def adopt_by_id(resource, resource_data):
    """Go on with the object of an abandoned stack, or of nobody.

    The data of the former resource, and with it the right to delete, is
    trusted only once it is certain that the object was its own.
    """
    if 'bigip_server' in resource.properties_schema:
        storage.settle(resource, resource.properties['bigip_server'])
    found = resource.read()
    _refuse_maker(resource, found)
    mark = resource.ownership.read(found)
    if mark is None or ownership.is_adopted(mark):
        resource.data_set(marks.ADOPTED, '')
    if mark is not None and not marks.is_ours(resource, found):
        for key, value in (resource_data.get('resource_data') or {}).items():
            if key != storage.DEVICE:
                resource.data_set(key, value)
    resource.claim(found)
    resource.data_set('created', '')
    hooks.tell(resource, 'adopted')


def is_kept(resource):
    """Return whether an object stays when its resource goes.

    Heat deletes where a template says nothing; what was adopted goes
    only where the template has the word.
    """
    definition = resource.definition_after or resource.t
    return (
        marks.ADOPTED in resource.data()
        and function.resolve(definition._deletion_policy) != definition.DELETE
    )


def release(resource):
    """Take our mark off an object, and leave all the rest."""
    if unmark(resource):
        LOG.info(
            '%s was adopted by %s, and stays', resource.place()[1], resource
        )
        hooks.tell(resource, 'released')


def unmark(resource):
    """Take our mark off an object, and return whether that is there."""
    own = resource.handle()
    try:
        found = own.read()
    except errors.NotFound:
        return False
    if marks.is_ours(resource, found):
        key = resource.ownership.key
        kept = resource.ownership.remove(found).get(key, '')
        own.patch({key: kept}, found=found)
    return True


def refuse_recreation(resource, names):
    """Refuse to delete an adopted object for a new one.

    :param names: the properties that ask for a new one.
    """
    if is_kept(resource):
        raise Kept(path=resource.place()[1], names=', '.join(names))


class Owned(exception.HeatException):
    """The object belongs to a resource that is still there."""

    msg_fmt = (
        '%(path)s exists on the BIG-IP and is not adopted: it belongs '
        'to the resource that is marked on it as %(mark)s (the id of '
        'the stack, the name of the resource, and its id), and that '
        'still exists. Choose another name, or delete or abandon that '
        'resource first.'
    )


class Fixed(exception.HeatException):
    """The object differs in what cannot be changed."""

    msg_fmt = (
        '%(path)s exists on the BIG-IP and is not adopted, as it '
        'differs in what can be given to a new object only: '
        '%(differences)s. Give these properties the values of the '
        'device, or choose another name.'
    )


class Kept(exception.HeatException):
    """The object would have to be deleted, which nobody allowed."""

    msg_fmt = (
        '%(path)s was adopted, and a change of %(names)s would delete '
        'it and make a new one. Write deletion_policy: Delete at the '
        'resource to allow that, or take the change back.'
    )
