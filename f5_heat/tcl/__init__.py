# SPDX-License-Identifier: Apache-2.0

"""A reader of Tcl, and what the commands of iRules name in their words.

It knows neither Heat nor projects: the resources ask it which objects a
script uses, and the tenancy which objects a script may reach.
"""
