# SPDX-License-Identifier: Apache-2.0

"""What several values decide together, and the one place that asks it.

A type lists its ``rules``. They are asked when a template is validated, with
all that its resources are going to be, and again before a resource is created
or updated, when each value is there and the device can be asked.
"""

import dataclasses

from f5_heat.engine import schema
from f5_heat.engine.validation import lists
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors


class Rule:
    """What a type refuses, or takes for itself on its device."""

    def refusals(self, case):
        """Yield a property and a sentence for each thing that is wrong."""
        return ()

    def claims(self, case):
        """Yield what the resource takes that others might take as well."""
        return ()


@dataclasses.dataclass(frozen=True)
class Claim:
    """What one resource has for itself, or those who share it have.

    :param key: what is taken, in a form that all write alike.
    :param name: the property that takes it.
    :param sentence: why that is refused, with %s for who has it already.
    :param shared: whether all may have it who claim it as shared.
    """

    key: tuple
    name: str
    sentence: str
    shared: bool = False

    def told(self, other):
        """Return the sentence; an address has a % of its own."""
        return self.sentence.replace('%s', '"%s"' % other)


@dataclasses.dataclass(frozen=True)
class Meant:
    """The value that a property has in the end, and where it comes from.

    :param source: the words for the parent that it is taken from, or None.
    """

    value: object
    source: str | None = None


class Case:
    """The values of a resource, as far as they are known.

    :param foreseen: what the resources of the template are going to be; None
        before an action.
    :param values: the values of all properties before an action.
    :param read: returns the JSON of an object on the device, of its
        collection, path and one key, or None; without it the device is not
        asked.
    """

    def __init__(self, resource, foreseen=None, values=None, read=None):
        self.resource = resource
        self.foreseen = foreseen
        self._read = read
        self._values = {} if values is None else values
        self._is_complete = values is not None

    @property
    def schemas(self):
        return self.resource.properties_schema

    @property
    def is_action(self):
        """Return whether an action is about to begin."""
        return self.foreseen is None

    def gives(self, name):
        """Return whether the template gives a property, known or not."""
        if self._is_complete:
            return self._values.get(name) is not None
        data = self.foreseen.properties(self.resource.name).data.get(name)
        return data is not None

    def knows(self, *names):
        """Return whether it is certain what properties are, or that they are
        not given."""
        if self._is_complete:
            return True
        return all(
            not self.gives(name)
            or (
                self.foreseen.knows(self.resource.name, name)
                and self.value(name) is not None
            )
            for name in names
        )

    def value(self, name):
        """Return the value of a property; None if it has none."""
        if name not in self._values and not self._is_complete:
            try:
                self._values[name] = schema.value(
                    self.foreseen.properties(self.resource.name), name
                )
            except Exception:
                # Heat says what is wrong with it.
                self._values[name] = None
        return self._values.get(name)

    def values(self):
        return {name: self.value(name) for name in self.schemas}

    @property
    def path(self):
        """Return the path of the object, or None."""
        if not self._is_complete:
            return self.foreseen.path(self.resource.name)
        return self.resource.path(self._values)

    @property
    def folder(self):
        """Return the folder in which bare names are looked up."""
        path = self.path
        return self.resource.folder_of(path) if path else '/Common'

    def devices(self):
        """Return the devices that the resource is on, as far as known."""
        if self._is_complete or not self.knows('bigip_server', 'devices'):
            return []
        return list(self.foreseen.devices(self.resource))

    def makers(self, kind, path):
        """Return the cases of those that make an object, by the template."""
        return [
            Case(self.foreseen.resources[name], self.foreseen, read=self._read)
            for device in self.devices()
            for name in sorted(
                self.foreseen.makers_of(device, kind, path, self.resource.name)
            )
        ]

    def meant(self, name):
        """Return what a property has, given or not; None if nobody knows."""
        if self.gives(name):
            return Meant(self.value(name)) if self.knows(name) else None
        if self.schemas[name].unset is not schema.INHERITED:
            return Meant(self.schemas[name].unset)
        return self._inherited(name)

    def _inherited(self, name):
        case, passed = self, set()
        while case.knows('defaults_from') and case.path not in passed:
            passed.add(case.path)
            parent = schema.resolve(
                case.value('defaults_from') or case.resource.root_parent,
                case.folder,
            )
            made = case.makers(case.resource.collection, parent)
            if not made:
                return case._of_device(name, parent)
            case = made[0]
            if case.gives(name):
                if not case.knows(name):
                    return None
                return Meant(
                    case.value(name),
                    'the resource "%s"' % case.resource.name,
                )
        return None

    def _of_device(self, name, parent):
        """Return what a parent has that no resource makes."""
        common = getattr(parent, 'common', parent)
        own = getattr(self.resource, 'root_values', {})
        prop = self.schemas[name]
        if common == self.resource.root_parent and name in own:
            return Meant(own[name], common)
        for path in dict.fromkeys((str(parent), common)) if self._read else ():
            body = self._read(self.resource.collection, path, prop.wire)
            if body is not None:
                return Meant(prop.read(body), path)
        return None


class Below(Rule):
    """A number that is lower than another one, or at most as high.

    :param unit: what both are counted in.
    :param words: for lower and for higher numbers of it.
    :param equal: whether they may be the same.
    :param off: the value of the lower that means that there is none.
    """

    def __init__(
        self,
        lower,
        higher,
        unit='seconds',
        words=('shorter', 'longer'),
        equal=False,
        off=None,
    ):
        self.lower, self.higher = lower, higher
        self.unit, self.words = unit, words
        self.equal, self.off = equal, off

    def refusals(self, case):
        if not (case.gives(self.lower) or case.gives(self.higher)):
            return
        lower, higher = case.meant(self.lower), case.meant(self.higher)
        if not all(
            one is not None and isinstance(one.value, int)
            for one in (lower, higher)
        ):
            return
        if lower.value == self.off or (
            lower.value <= higher.value
            if self.equal
            else lower.value < higher.value
        ):
            return
        shorter, longer = self.words
        if case.gives(self.higher):
            name, own, other, theirs = self.higher, higher, self.lower, lower
            word = longer
        else:
            name, own, other, theirs = self.lower, lower, self.higher, higher
            word = shorter
        if self.equal:
            rule = 'must not be %s' % {shorter: longer, longer: shorter}[word]
        else:
            rule = 'has to be %s' % word
        sentence = 'The %s, %d %s, %s than the %s, %d %s' % (
            *(name, own.value, self.unit, rule),
            *(other, theirs.value, self.unit),
        )
        if theirs.source is not None:
            sentence += ', which comes from %s: give %s as well' % (
                theirs.source,
                other,
            )
        yield name, sentence + '.'


class Needs(Rule):
    """A property that makes no sense without another one.

    :param sentence: what is said then.
    """

    def __init__(self, name, needed, sentence):
        self.name, self.needed, self.sentence = name, needed, sentence

    def refusals(self, case):
        if not (case.gives(self.name) or case.gives(self.needed)):
            return
        found, needed = case.meant(self.name), case.meant(self.needed)
        if (
            found
            and found.value is True
            and (needed and needed.value in (None, '', 'none'))
        ):
            yield (
                self.name if case.gives(self.name) else self.needed,
                self.sentence,
            )


class Bars(Rule):
    """A property that leaves no choice of another one."""

    def __init__(self, name, other, sentence):
        self.name, self.other, self.sentence = name, other, sentence

    def refusals(self, case):
        if not {self.name, self.other} <= set(case.schemas) or not (
            case.gives(self.name) or case.gives(self.other)
        ):
            return
        found, other = case.meant(self.name), case.meant(self.other)
        if found and found.value is True and other and other.value:
            name = self.name if case.gives(self.name) else self.other
            yield name, self.sentence


class Objects(Rule):
    """No two resources make one object."""

    #: The families whose objects share their names, whatever their type.
    FAMILIES = ('ltm/monitor/', 'ltm/persistence/', 'ltm/profile/')

    #: The properties that say, with the locators, what an object is called.
    NAMING = ('name', 'address', 'node', 'fqdn', 'device_group_name')

    #: What each device has, and any number of resources may stand for.
    SHARED = ('/Common',)

    def claims(self, case):
        resource = case.resource
        known = {'name', 'fqdn', 'device_group_name', *resource.locators}
        if case.path is None or not case.knows(*known & set(case.schemas)):
            return
        names = [one for one in self.NAMING if case.gives(one)]
        shared = {
            *self.SHARED,
            '/%s' % resource.client_plugin().own_partition(),
        }
        is_in_zero = not case.gives('name') and _says_zero(case)
        for collection, path in resource.makes(case.path):
            family = next(filter(collection.startswith, self.FAMILIES), None)
            if path not in shared:
                yield Claim(
                    ('object', family or collection, str(path), is_in_zero),
                    names[0] if names else 'name',
                    '%s is what the resource %%s makes on the same BIG-IP: '
                    'an object has one resource, and a name one object.'
                    % path,
                )


def of_address(collection, folder, address):
    """Return what is taken by the address of an object."""
    return 'address', collection, folder.split('/')[1], address


def _says_zero(case):
    """Return whether an address is in the route domain 0 by its own words.

    A partition may have another default one, which the device alone knows.
    """
    if 'address' not in case.schemas or not case.gives('address'):
        return False
    _, percent, domain = str(case.value('address')).partition('%')
    return bool(percent) and not domain.strip('0')


class Addresses(Rule):
    """No two objects have one address, in types where that is so.

    An object that has its address for a name is also the one that the device
    makes for others, and refers to if it is there.
    """

    def claims(self, case):
        for name in case.resource.exclusive:
            prop = case.schemas[name]
            if prop.type != prop.STRING or not case.gives(name):
                continue
            if case.path is None or not case.knows(name, 'name', 'partition'):
                continue
            # The device alone knows which route domain is the default one.
            address = prop.canonical(
                case.value(name), schema.Place(case.folder, -1)
            )
            if not isinstance(address, str):
                # It is a place only together with others.
                continue
            address = address.partition('/')[0]
            yield Claim(
                of_address(case.resource.collection, case.folder, address),
                name,
                'The resource %%s has the address %s on the same BIG-IP, '
                'which takes an address once.' % case.value(name),
                shared=str(case.path).rpartition('/')[2] == address,
            )


class Apart(Rule):
    """Two properties of which one excludes the other."""

    def __init__(self, one, other):
        self.names = one, other

    def refusals(self, case):
        if all(
            case.knows(name)
            and str(case.value(name) or '').strip() not in ('', 'none')
            for name in self.names
        ):
            yield (
                self.names[0],
                '%s and %s exclude each other: give one of them.' % self.names,
            )


#: What holds for all types.
ALWAYS = (lists.Items(), Objects(), Addresses())


def check(resource, foreseen):
    """Refuse a resource of a template that cannot work.

    :param foreseen: what the resources of the template are going to be.
    """
    _refuse(Case(resource, foreseen))
    if foreseen.conflicts is None:
        foreseen.conflicts = _conflicts(foreseen)
    if resource.name in foreseen.conflicts:
        raise refusal.invalid(resource, *foreseen.conflicts[resource.name])
    _devices_exist(Case(resource, foreseen))


def check_on_device(resource, foreseen, read):
    """Refuse what does not fit to the objects of its device.

    :param read: as for a case.
    """
    _refuse(Case(resource, foreseen, read=read))


def judge(resource, values):
    """Refuse an action whose values cannot work together."""

    def read(collection, path, key):
        try:
            return resource.bigip().read(
                collection, path, select=['fullPath', key]
            )
        except errors.NotFound:
            return None

    _refuse(Case(resource, values=values, read=read))


def _refuse(case):
    for rule in (*ALWAYS, *case.resource.rules):
        for name, sentence in rule.refusals(case):
            raise refusal.invalid(case.resource, name, sentence)


def _conflicts(foreseen):
    """Return property and sentence for each resource that takes what another
    one has.

    Every resource of a stack is asked once. Both are told: Heat validates one
    alone of those whose definitions are the same.
    """
    found, taken = {}, {}
    for resource in foreseen.resources.values():
        if resource.external_id is not None:
            continue
        case = Case(resource, foreseen)
        devices = case.devices()
        for rule in (*ALWAYS, *resource.rules) if devices else ():
            for claim in rule.claims(case):
                for device in devices:
                    first, other = taken.setdefault(
                        (device, claim.key), (resource.name, claim)
                    )
                    if first == resource.name or (
                        claim.shared and other.shared
                    ):
                        continue
                    for name, one, who in (
                        (resource.name, claim, first),
                        (first, other, resource.name),
                    ):
                        found.setdefault(name, (one.name, one.told(who)))
    return found


def _devices_exist(case):
    """Refuse a device that is known nowhere."""
    resource, seen = case.resource, case.foreseen.devices_found
    for name in ('bigip_server', 'devices'):
        if name not in case.schemas or not case.knows(name):
            continue
        value = case.value(name)
        for reference in value if isinstance(value, list) else [value]:
            if case.foreseen.is_made(resource.name, name, reference):
                continue
            if reference not in seen:
                seen[reference] = _missing(resource, reference)
            # What is on a device that is gone can still be left behind.
            if seen[reference] and not case.foreseen.was_on(
                resource, reference
            ):
                raise refusal.invalid(resource, name, seen[reference])


def _missing(resource, reference):
    """Return why there is no such device, or None."""
    try:
        resource.client_plugin().seek(reference)
    except ValueError as error:
        if reference in resource.stack and reference != resource.name:
            return '%s Did you mean {get_resource: %s}?' % (error, reference)
        return str(error)
    return None
