# SPDX-License-Identifier: Apache-2.0

"""An update with --converge, which reaches all resources of a stack.

Heat tells the resources that depend on no other, and forgets what was asked
for when it goes on from one resource to the next. So each resource stores the
id of the traversal when Heat makes the graph.
"""

#: The key of a resource's data for the id of the traversal.
CONVERGES = 'converge'


def note(resource):
    """Store that a stack converges, while Heat makes its graph."""
    stack = resource.stack
    if stack.converge and stack.convergence and resource.id is not None:
        resource.data_set(CONVERGES, stack.current_traversal)


def go_on(resource):
    """Pass an update with --converge on to what depends on a resource."""
    data = resource.data()
    if CONVERGES in data:
        if data[CONVERGES] == resource.stack.current_traversal:
            resource.converge = True
        resource.data_delete(CONVERGES)
    if resource.converge:
        resource.stack.converge = True
    if resource.resource_id is None:
        # Heat would replace what only has to be made.
        resource.converge = False
