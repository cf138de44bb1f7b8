# SPDX-License-Identifier: Apache-2.0

"""What a resource waits for in addition to what the template says.

A resource waits for those of its stack that make, on the same device, what
it names by path or bare name, and is deleted before them.
``heat.engine.stack`` asks each resource for its dependencies while it makes
the graph; here all resources of a graph are considered together, as no two
of them may wait for each other.
"""

import collections
import weakref

from heat.engine import function
from heat.engine import node_data
from heat.engine import status
from heat.engine import stk_defn
from oslo_log import log as logging

from f5_heat.engine import schema
from f5_heat.engine.bridge import storage

LOG = logging.getLogger(__name__)

#: The collection of what objects lie in: partitions and folders.
FOLDERS = 'sys/folder'

#: What the resources of a graph are going to be, and what they wait for.
_foreseen = weakref.WeakKeyDictionary()
_found = weakref.WeakKeyDictionary()

#: Begins what stands for a name that Heat will make: nobody can give it.
UNNAMED = '*'


def found(stack, deps, kind):
    """Return by name what each resource of a kind waits for.

    :param deps: the graph that Heat makes.
    """
    if deps not in _found:
        _found[deps] = _find(stack, foreseen(stack, deps, kind))
    return _found[deps]


def foreseen(stack, deps, kind):
    """Return what the resources of a kind are going to be, made once.

    :param deps: the graph that Heat makes.
    """
    if deps not in _foreseen:
        _foreseen[deps] = Foreseen(stack, kind)
    return _foreseen[deps]


def of(resource, kind):
    """Return what the resources of a resource's stack are going to be."""
    return foreseen(resource.stack, resource.stack.dependencies, kind)


def devices(values):
    """Return the devices that properties name; None is the default."""
    try:
        if 'bigip_server' in values:
            return [values['bigip_server']]
        if 'devices' in values:
            return values['devices'] or []
    except (TypeError, ValueError):
        # Heat makes the graph before it validates the properties.
        pass
    return []


def _find(stack, foreseen):
    """Return the names of the resources that each one waits for, by its name.

    What depends on the resource, in the template or by what was found here
    before, is left out.
    """
    dependents = collections.defaultdict(set)
    for name, resource in stack.items():
        for other in resource.t.required_resource_names():
            dependents[other].add(name)
    found = {}
    for resource in sorted(
        foreseen.resources.values(), key=lambda one: (one.stage, one.name)
    ):
        # Heat allows an external resource no dependencies.
        names = (
            set()
            if resource.external_id
            else (
                set(resource.predecessors(foreseen))
                - _all_dependents(dependents, resource.name)
            )
        )
        if resource.stage:
            # Each of them costs Heat time, at every update: the transitive
            # reduction is enough.
            names -= {name for name in names if dependents[name] & names}
        found[resource.name] = names
        for other in names:
            dependents[other].add(resource.name)
    return found


def _all_dependents(dependents, name):
    """Return a resource and all that depends on it, directly or not."""
    reached, added = {name}, {name}
    while added:
        added = set().union(*(dependents[one] for one in added)) - reached
        reached |= added
    return reached


class Foreseen(dict):
    """What the resources of a stack are going to be.

    It has, by the name of a resource, what ``get_resource`` will give. Most
    of this is not known to Heat while it makes the graph.
    """

    def __init__(self, stack, kind):
        super().__init__()
        self.resources = {
            name: resource
            for name, resource in stack.items()
            if isinstance(resource, kind)
        }
        #: Who takes what another one has, once that was asked.
        self.conflicts = None
        #: What is wrong with each device that was looked for.
        self.devices_found = {}
        self._kind = kind
        self._context = stack.context
        # It asks this dict, as it would ask for what has been created.
        self._definition = stk_defn.StackDefinition(
            stack.context,
            stack.t,
            stack.identifier(),
            self,
            stack.defn.parent_resource,
        )
        self._values, self._paths = {}, {}
        self._made = collections.defaultdict(list)
        #: The makers of folders, at the end of the parts of their paths.
        self._folders = {}
        for name, resource in self.resources.items():
            path = self.path(name)
            if path:
                for device in self.devices(resource):
                    for collection, one in resource.makes(path):
                        self._made[device, one].append((collection, name))
                        if leads_to(FOLDERS, collection):
                            self._note_folder(device, one, name)

    def _note_folder(self, device, path, name):
        place = self._folders.setdefault(device, {})
        for part in path.split('/'):
            place = place.setdefault(part, {})
        place.setdefault(None, set()).add(name)

    def get(self, name, default=None):
        if name not in self:
            # Where the template goes in a circle, this ends it.
            self[name] = None
            path = self.path(name)
            if path:
                self[name] = node_data.NodeData(
                    None,
                    name,
                    None,
                    path,
                    {},
                    status.ResourceStatus.INIT,
                    status.ResourceStatus.COMPLETE,
                )
        return self[name]

    def properties(self, name):
        """Return the properties of a resource, with foreseen references."""
        if name not in self._values:
            self._values[name] = self._definition.resource_definition(
                name
            ).properties(self.resources[name].properties_schema, self._context)
        return self._values[name]

    def path(self, name):
        """Return the path that a resource is going to have, or None."""
        if name not in self._paths:
            self._paths[name] = self._foresee_path(self.resources.get(name))
        return self._paths[name]

    def _foresee_path(self, resource):
        if resource is None:
            return None
        if resource.external_id:
            return resource.external_id
        try:
            path = resource.path(self.properties(resource.name))
        except Exception as error:
            # Heat makes the graph before it validates the properties, and
            # says then what is wrong with them.
            LOG.debug('The path of %s is not known: %s', resource.name, error)
            return None
        # Two that have no name yet are not the same.
        is_unnamed = path is not None and path.endswith('/')
        return path + UNNAMED + resource.name if is_unnamed else path

    def knows(self, name, prop):
        """Return whether the value of a property that is given is certain."""
        data = self.properties(name).data.get(prop)
        return not any(True for _ in function.all_dep_attrs(data)) and all(
            self._is_foreseen(one.name) for one in function.dependencies(data)
        )

    def _is_foreseen(self, name):
        """Return whether it is certain which resource a reference means."""
        resource = self.resources.get(name)
        return resource is not None and (
            self.path(name) is not None
            # It lies nowhere, and is known by its own name.
            or type(resource).path is self._kind.path
        )

    def is_made(self, name, prop, reference):
        """Return whether a property refers to a resource of the template."""
        data = self.properties(name).data.get(prop)
        return reference in {one.name for one in function.dependencies(data)}

    def devices(self, resource):
        """Yield the devices that a resource is on."""
        plugin = resource.client_plugin()
        for reference in devices(self.properties(resource.name)):
            yield plugin.settled(reference)

    @staticmethod
    def was_on(resource, reference):
        """Return whether the stack has the resource on a device already."""
        return storage.was_on(resource, reference)

    def makers(self, resource):
        """Return the names of those that make what a resource refers to."""
        path = self.path(resource.name)
        if path is None:
            return set()
        found = set()
        for device in self.devices(resource):
            found |= self._makers_of_folder(device, path, resource.name)
            for kind, named in self._names(resource, path):
                found |= self.makers_of(
                    device, kind, named, resource.name
                ) or self._makers_of_folder(device, named, resource.name)
        return found

    def makers_of(self, device, kind, path, own):
        """Return those that make an object, looked up as on the device."""
        for place in (path, getattr(path, 'common', path)):
            found = {
                name
                for collection, name in self._made.get((device, place), ())
                if name != own and leads_to(kind, collection)
            }
            if found:
                return found
        return set()

    def _makers_of_folder(self, device, path, own):
        """Return those that make the innermost folder of a path."""
        found, place = set(), self._folders.get(device)
        for part in path.split('/')[:-1]:
            place = place and place.get(part)
            if not place:
                break
            found = place.get(None, set()) - {own} or found
        return found

    def _names(self, resource, path):
        """Kind and path of each object that the properties name."""
        properties = self.properties(resource.name)
        folder = resource.folder_of(path)
        for name in properties.data:
            prop = resource.properties_schema.get(name)
            try:
                if schema.may_name(prop):
                    yield from schema.names(prop, properties[name], folder)
            except Exception as error:
                LOG.debug(
                    'What %s of %s names is not known: %s',
                    name,
                    resource.name,
                    error,
                )


def leads_to(kind, collection):
    """Return whether a collection is the one of a kind, or one below it."""
    if kind.endswith('/'):
        return collection.startswith(kind)
    return kind in ('', collection)
