# SPDX-License-Identifier: Apache-2.0

"""Changes of an object, each with one PATCH of what differs."""

import functools

from f5_heat.engine import schema
from f5_heat.engine.bridge import storage
from f5_heat.engine.objects import drift
from f5_heat.engine.objects import hooks
from f5_heat.engine.objects import marks
from f5_heat.icontrol import errors


def alter(resource, before, after):
    """Patch the keys in which two sets of values differ."""
    folder = resource.folder()
    values = filled(resource, before, after)
    body = resource.body(values, folder)
    was = resource.to_wire(_known(resource, before, values), folder)
    patch(
        resource,
        {
            key: value
            for key, value in body.items()
            if key not in was or schema.differ(was[key], value)
        },
        after,
        was,
    )
    hooks.tell(resource, 'changed', before, after)


def filled(resource, before, after):
    """Return the values after an update, dropped properties unset."""
    return hooks.passed(resource, 'filled', _filled(resource, before, after))


def _filled(resource, before, after):
    site = drift.site_of(resource).moved(
        parent=functools.cache(lambda: _parent(resource, after))
    )
    values = {
        name: prop.fill(before[name], after[name], site.below(name))
        for name, prop in resource.properties_schema.items()
    }
    for name, prop in resource.properties_schema.items():
        if prop.derived is not None and after[name] is None:
            values[name] = prop.derived(resource, before, values)
    return values


def _known(resource, before, values):
    """Return the values before an update, with what the object has as well.

    What is written down may be what the object has without that, and a name
    may be another word for a path: what only the device knows, it is asked.
    """
    folder = resource.folder()
    asked = {
        name: values[name]
        for name, prop in resource.properties_schema.items()
        if values[name] not in (None, before[name])
        and schema.may_be_same(
            prop, before[name], values[name], _site(resource, name, values)
        )
        and set(schema.secrets(prop, values[name]))
        <= {*schema.secrets(prop, before[name])}
    }
    as_if = {**before, **asked}
    if not asked or not schema.differ(
        resource.to_wire(before, folder), resource.to_wire(as_if, folder)
    ):
        return before
    differing = drift.differing(resource, values)
    return {
        name: before[name] if name in differing else value
        for name, value in as_if.items()
    }


def _site(resource, name, values):
    """Return the place of a property, with what is known of the parent's."""
    site = drift.site_of(resource).moved(
        adopted=marks.ADOPTED in resource.data()
    )
    inherited = _inherited.get(_line(resource, values), {})
    if name not in inherited:
        return site
    return site.moved(parent=lambda: inherited[name])


#: What objects got from their parents when they were made, by the device, the
#: collection and the parent: it spares a look where that is another value.
_inherited = {}
_LINES = 1000


def _line(resource, values):
    """Return what objects have in common that inherit the same values."""
    parent = values.get('defaults_from') or getattr(
        resource, 'root_parent', None
    )
    return (
        *resource.references(),
        resource.collection,
        parent and str(schema.resolve(parent, resource.folder())),
    )


def learn(resource, values, made):
    """Note what an object got from its parent when it was made.

    :param made: the JSON that the device answered.
    """
    if getattr(resource, 'root_parent', None) is None:
        return
    if len(_inherited) >= _LINES:
        _inherited.clear()
    found = resource.from_wire(made)
    _inherited.setdefault(_line(resource, values), {}).update(
        {
            name: found[name]
            for name, prop in resource.properties_schema.items()
            if values[name] is None and not schema.has_secret(prop)
        }
    )


def _parent(resource, values):
    """Return the values of the parent, which the defaults come from."""
    folder = resource.folder()
    reference = schema.resolve(
        values.get('defaults_from') or resource.root_parent, folder
    )
    bigip = resource.bigip()
    try:
        return resource.from_wire(bigip.read(resource.collection, reference))
    except errors.NotFound:
        if not isinstance(reference, schema.Bare):
            raise
    return resource.from_wire(
        bigip.read(resource.collection, reference.common)
    )


def repair(resource, after):
    """Compare an object with its template, and patch what differs."""
    try:
        found = resource.handle().read(expand=True)
    except errors.NotFound:
        resource.create_object(after)
        return
    if marks.is_foreign(resource, found):
        # It is adopted, or the error says whose it is.
        resource.create_object(after)
        return
    before = resource.values()
    for name in tried(resource):
        if before[name] is None and after[name] is None:
            before[name] = schema.whole(resource.properties_schema[name])
    if resource.is_legacy:
        resource.claim(found)
    bring_to(resource, filled(resource, before, after), found)


def bring_to(resource, values, found):
    """Patch the keys in which the device differs from values."""
    folder = resource.folder()
    live = drift.live(resource, found)
    values = hooks.passed(resource, 'to_send', values, live)
    differing = {name for name, _ in resource.compare(values, live)}
    fixed = {name for name, _ in drift.fixed(resource, values, live)}
    if fixed and marks.is_ours(resource, found):
        resource.recreate(sorted(fixed), values)
    else:
        differing |= {
            name
            for name, prop in resource.properties_schema.items()
            if prop.secret and values[name] is not None
        }
        wanted = resource.body(values, folder)
        had = resource.to_wire(
            {**values, **{name: live[name] for name in differing}}, folder
        )
        patch(
            resource,
            {
                key: value
                for key, value in wanted.items()
                if key not in had or had[key] != value
            },
            values,
            had,
        )
    hooks.tell(resource, 'repaired', found, values)


def patch(resource, changes, values, had=None):
    """Send changes, and the mark with them if the object does not carry it.

    :param had: the JSON of the object before, as its type writes it.
    """
    changes = marks.with_claim(resource, changes)
    if not changes:
        return
    if resource.ownership.key in changes:
        resource.ownership.add(changes, marks.mark(resource))
    own = resource.handle()
    hooks.tell(resource, 'before_write', changes, values)
    try:
        made = own.patch({**changes, **resource.along}, values=values, had=had)
    except errors.NotFound:
        if own.exists():
            raise
        resource.create_object(values)
    else:
        resource.unclaimed = None
        for sent, answer in made:
            hooks.tell(resource, 'modified', values, sent, answer)


# What an update has tried.


def tried(resource):
    """Return the properties set by unfinished updates."""
    return set(resource.data().get('tried', '').split())


def keep_tried(resource, names):
    """Store which properties an update sets, as Heat forgets them.

    The device may have applied part of an update that fails.
    """
    if names != tried(resource):
        storage.keep(resource, 'tried', ' '.join(sorted(names)))


def newly_given(before, after):
    """Return the names of the properties that an update gives first."""
    return {
        name
        for name, value in after.items()
        if value is not None and before[name] is None
    }
