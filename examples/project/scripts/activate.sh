#!/bin/sh
exec turbine-agent activate
