# SPDX-License-Identifier: Apache-2.0

"""A Heat resource that an operator's policy restricts under any name.

Heat asks its policies for the types that a template names, and an author's
environment may give a type another name.
"""

from heat.common import policy
from heat.engine import resource


class Resource(resource.Resource):
    """A resource that asks for its own type where the template does not."""

    def validate(self):
        self._ask()
        return super().validate()

    def validate_external(self):
        self._ask()
        super().validate_external()

    def _ask(self):
        name = self.stack.env.get_resource_info(self.type(), self.name).name
        if name != self.type():
            policy.ResourceEnforcer().enforce(
                self.context, name, is_registered_policy=True
            )
