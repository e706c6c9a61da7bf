import sys

from fastmd.cli import main

sys.exit(main())
