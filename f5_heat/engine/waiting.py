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

"""Steps of a lifecycle that wait: Heat polls what is left of them.

Steps are a generator, which yields where it has to wait. What has to outlive
an engine is in the resource's data by then.
"""

_OVER = object()


def begin(steps):
    """Go on to the first wait; None if there is none."""
    steps = iter(steps)
    return None if is_over(steps) else steps


def is_over(steps):
    """Go on to the next wait, and say whether there is none."""
    return steps is None or next(steps, _OVER) is _OVER
