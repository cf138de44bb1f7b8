# SPDX-License-Identifier: Apache-2.0

"""The Sphinx configuration of the manual."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'ext'))

project = 'f5_heat'
copyright = 'the f5_heat developers'
extensions = [
    'oslo_config.sphinxext',
    'resource_types',
    'simulator_kinds',
]
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

man_pages = [
    (
        'cli/f5-heat',
        'f5-heat',
        'look after the F5 BIG-IP resource types of OpenStack Heat',
        '',
        1,
    )
]
