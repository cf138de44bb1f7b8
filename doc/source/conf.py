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

"""The Sphinx configuration of the manual."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'ext'))

project = 'f5_heat'
copyright = 'the f5_heat developers'
extensions = ['oslo_config.sphinxext', 'resource_types']
exclude_patterns = ['ext', 'examples']
nitpicky = True
smartquotes = False
highlight_language = 'yaml'

html_theme = 'alabaster'
html_theme_options = {
    'description': 'F5 BIG-IP in OpenStack Heat',
    'fixed_sidebar': True,
    'font_family': 'sans-serif',
    'page_width': '1140px',
    'sidebar_collapse': True,
    'sidebar_width': '270px',
}
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False

man_pages = [(
    'cli/f5-heat', 'f5-heat',
    'look after the F5 BIG-IP resource types of OpenStack Heat', '', 1)]
