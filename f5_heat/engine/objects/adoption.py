# SPDX-License-Identifier: Apache-2.0

"""An object that may have existed before its resource.

Such an object is adopted. The data of the resource and the mark on the object
both say so: the mark outlives the resource where its ``deletion_policy`` is
Retain, or where the stack is abandoned.
"""

from heat.common import context
from heat.common import exception
from heat.engine import function
from heat.objects import resource as resource_object
from oslo_log import log as logging

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.bridge import storage
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

#: The key of a resource's data that an adopted object has.
ADOPTED = 'adopted'


class AdoptedObject(heat_resource.HeatResource):
    """A resource that can take an object over, and let it go again."""

    #: The object that is being adopted, until it carries our mark.
    _unclaimed = None

    #: What an update makes of the definition of the resource.
    _definition = None

    def mark(self):
        """The mark of this resource on its object."""
        return ownership.sign(self, ADOPTED in self.data())

    def is_ours(self, body):
        """Whether the object carries the mark of this resource."""
        return ownership.names(self.ownership.read(body), self)

    # Taking over.

    def _adopt(self, error, values):
        """Take over the object that has the name; False if there is none.

        :param error: what the device said to the POST.
        """
        if values.get('on_conflict') != 'adopt' or not isinstance(
            error, errors.Conflict
        ):
            return False
        own = self.handle()
        try:
            found = own.read(expand=True)
        except errors.NotFound:
            return False
        if self._is_successor(found):
            return False
        self._refuse_maker(found)
        self._refuse_fixed(values, found)
        LOG.info('%s is adopted by %s', own.path, self)
        self.data_set(ADOPTED, '')
        self._unclaimed = found
        self._bring_to(values, found)
        return True

    def _refuse_maker(self, found):
        """Refuse an object of another resource that is still there."""
        mark = self.ownership.read(found)
        if (
            mark is not None
            and not self.is_ours(found)
            and (is_alive(mark, self.resource_id))
        ):
            raise Owned(path=self.place()[1], mark=mark)

    def _refuse_fixed(self, values, found):
        """Refuse an object that no update can make what is wanted."""
        folder = self.folder()
        live = self.from_wire(self.ownership.remove(found))
        differences = [
            difference
            for name, prop in self.properties_schema.items()
            if values[name] is not None
            for difference in _fixed_differences(
                prop, name, values[name], live[name], folder
            )
        ]
        if differences:
            raise Fixed(
                path=self.place()[1], differences='; '.join(differences)
            )

    def _with_claim(self, changes):
        """Changes of the object, and our mark if it does not carry it."""
        if self._unclaimed is None:
            return changes
        key = self.ownership.key
        kept = self.ownership.remove(self._unclaimed).get(key, '')
        return {key: kept, **changes}

    def _keep_adopted(self, found):
        """Store whether the mark says that the object was adopted."""
        if ownership.is_adopted(self.ownership.read(found)):
            self.data_set(ADOPTED, '')
        else:
            self._made_here()

    def _made_here(self):
        """Forget an adoption, as the object has been recreated."""
        if ADOPTED in self.data():
            self.data_delete(ADOPTED)

    def _adopt_by_id(self, resource_data):
        """Go on with the object of an abandoned stack, or of nobody.

        The data of the former resource, and with it the right to delete, is
        trusted only once it is certain that the object was its own.
        """
        super().handle_adopt({**resource_data, 'resource_data': {}})
        self._settle_adopted()
        found = self._read()
        self._refuse_maker(found)
        mark = self.ownership.read(found)
        if mark is None or ownership.is_adopted(mark):
            self.data_set(ADOPTED, '')
        if mark is not None and not self.is_ours(found):
            for key, value in (
                resource_data.get('resource_data') or {}
            ).items():
                if key != storage.DEVICE:
                    self.data_set(key, value)
        self._claim(found)
        self.data_set('created', '')

    def _settle_adopted(self):
        storage.settle(self, self.properties['bigip_server'])

    # Letting go.

    def _is_kept(self):
        """Whether the object stays when the resource goes.

        Heat deletes where a template says nothing; what was adopted goes
        only where the template has the word.
        """
        definition = self._definition or self.t
        return (
            ADOPTED in self.data()
            and function.resolve(definition._deletion_policy)
            != definition.DELETE
        )

    def _release(self):
        """Take our mark off the object, and leave all the rest."""
        own = self.handle()
        try:
            found = own.read()
        except errors.NotFound:
            return
        if self.is_ours(found):
            key = self.ownership.key
            kept = self.ownership.remove(found).get(key, '')
            own.patch({key: kept}, found=found)
        LOG.info('%s was adopted by %s, and stays', own.path, self)
        self.released()

    def released(self):
        """Hook: called after the mark was taken off the object."""

    def _refuse_recreation(self, names):
        """Refuse to delete an adopted object for a new one.

        :param names: the properties that ask for a new one.
        """
        if self._is_kept():
            raise Kept(path=self.place()[1], names=', '.join(names))


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


def is_alive(mark, path):
    """Whether the resource that a mark names is there, in any project."""
    stack, uuid = ownership.stack_and_uuid(mark)
    admin, rows = context.get_admin_context(), resource_object.Resource
    # Without convergence a replaced resource is in a stack of its own.
    return any(
        row.uuid == uuid and (row.action, row.status) != ('DELETE', 'COMPLETE')
        for row in [
            *rows.get_all_active_by_stack(admin, stack).values(),
            *rows.get_all_by_physical_resource_id(admin, path),
        ]
    )


def _fixed_differences(prop, name, wanted, actual, folder):
    """Yield the differences in what only a new object takes."""
    if not prop.update_allowed:
        yield from prop.differences(name, wanted, actual, folder)
    elif prop.type == prop.MAP and prop.schema:
        for key, child in prop.schema.items():
            if wanted.get(key) is not None:
                yield from _fixed_differences(
                    child,
                    '%s.%s' % (name, key),
                    wanted[key],
                    (actual or {}).get(key),
                    folder,
                )
