# SPDX-License-Identifier: Apache-2.0

"""The trait of settings that a device always has: a stack borrows them.

What was there before a property's first write is in the resource's data
(``former``), from before that write on. Where a property is dropped, or the
resource goes, it is put back, unless somebody else has changed the setting
since. A device shows no secrets: those cannot be put back.
"""

import json

from oslo_log import log as logging

from f5_heat.engine import schema
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import drift
from f5_heat.engine.traits import trait

LOG = logging.getLogger(__name__)

FORMER = 'former'


class Restore(trait.Trait):
    """Puts back what a stack changed; the class says ``singleton``."""

    def check(self, kind):
        if not kind.singleton:
            raise TypeError(
                '%s: the trait Restore is for a singleton.' % kind.__name__
            )

    def before_create(self, resource, values):
        if resource.resource_id is None:
            # A former attempt was refused, and has written nothing.
            _store(resource, {})
        _keep(resource, values)

    def update(self, resource, proceed, before, after):
        _keep(resource, after)
        former = _former(resource)
        dropped = {
            name: former[name] for name in former if after[name] is None
        }
        return proceed(before, {**after, **dropped})

    def updated(self, resource, values):
        _store(
            resource,
            {
                name: value
                for name, value in _former(resource).items()
                if values[name] is not None
            },
        )

    def delete(self, resource, proceed):
        _put_back(resource)
        return ()

    def vanished(self, resource):
        """Put back what a create that was cut off has changed."""
        if resource.resource_id is not None:
            _put_back(resource)


def _keep(resource, values):
    """Store what is there of the properties that are about to be written."""
    former = _former(resource)
    new = [
        name
        for name, prop in resource.properties_schema.items()
        if values[name] is not None
        and prop.wire is not None
        and name not in former
    ]
    if new:
        live = resource.from_wire(resource.handle().read())
        _store(resource, {**former, **{name: live[name] for name in new}})


def _put_back(resource):
    former = _former(resource)
    if not former:
        return
    own, place = resource.handle(), drift.site_of(resource)
    values = resource.meant(resource.values())
    live = resource.from_wire(own.read())
    back = {}
    for name, value in former.items():
        prop = resource.properties_schema[name]
        if schema.has_secret(prop):
            LOG.warning(
                '%s of %s cannot be put back: it is a secret',
                name,
                resource.resource_id,
            )
        elif values[name] is not None and not schema.fits(
            prop, values[name], live[name], place
        ):
            LOG.info(
                '%s of %s stays: somebody else has changed it',
                name,
                resource.resource_id,
            )
        else:
            back[name] = prop.unset if value is None else value
    body = resource.to_wire(
        {**dict.fromkeys(values), **back}, resource.folder()
    )
    if body:
        own.patch(body, values=back)
    _store(resource, {})


def _former(resource):
    return json.loads(resource.data().get(FORMER, '{}'))


def _store(resource, former):
    if former != _former(resource):
        storage.keep(resource, FORMER, former and json.dumps(former))
