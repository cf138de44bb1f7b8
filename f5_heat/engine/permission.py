# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

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
