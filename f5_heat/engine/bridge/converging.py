# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that is told of each update with --converge.

Heat tells only the resources that depend on no other: it forgets what was
asked for when it goes on from one resource to the next. Here each resource
keeps it, as the id of the traversal, when Heat makes the graph, and hands it
on to what depends on it, as to a nested stack.
"""

from heat.engine import resource

CONVERGES = 'converge'


class Resource(resource.Resource):
    """A resource that converges whatever it depends on."""

    def add_dependencies(self, deps):
        super().add_dependencies(deps)
        if (
            self.stack.converge
            and self.stack.convergence
            and self.id is not None
        ):
            self.data_set(CONVERGES, self.stack.current_traversal)

    def _prepare_update_props(self, after, before):
        if CONVERGES in self.data():
            if self.data()[CONVERGES] == self.stack.current_traversal:
                self.converge = True
            self.data_delete(CONVERGES)
        if self.converge:
            self.stack.converge = True
        if self.resource_id is None:
            # Heat would replace what only has to be made.
            self.converge = False
        return super()._prepare_update_props(after, before)
