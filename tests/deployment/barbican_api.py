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


"""The application of the Barbican that barbican.py runs.

Barbican's own module looks for the description of it in /etc alone.
"""

import importlib.metadata

from barbican.api import app  # noqa: F401 (reads the configuration)
from paste import deploy

application = deploy.loadapp('config:%s' % next(
    file.locate().resolve() for file in importlib.metadata.files('barbican')
    if file.name == 'barbican-api-paste.ini'))
