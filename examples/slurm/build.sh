#!/bin/sh
# A build on a cluster of Slurm, from a login node; /shared is a folder that all nodes see. The last command may be stopped
# and started again at any time: it goes on where it was.
set -eu
build-dataset plan title-body --dumps /shared/dumps --out /shared/title-body
build-dataset slurm /shared/title-body --tasks 200 --cores 4 --sbatch "--partition=cpu --mem=4G --time=2:00:00"
