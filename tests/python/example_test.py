"""The worked example of docs/python.md runs, and its figures show something."""
import os
import runpy
import sys
import tempfile
import unittest
from pathlib import Path

import matplotlib.image

EXAMPLE = Path(os.environ["GIGAPOD_SOURCE"]) / "docs/python/planning.py"


class ExampleTest(unittest.TestCase):
    def test_runs_and_draws(self):
        with tempfile.TemporaryDirectory() as folder:
            sys.argv = [str(EXAMPLE), folder]
            values = runpy.run_path(str(EXAMPLE))
            figures = sorted(Path(folder).iterdir())
            self.assertEqual([figure.name for figure in figures], ["life.png", "plans.png", "power.png", "steps.png"])
            for figure in figures:
                picture = matplotlib.image.imread(figure)[:, :, :3]
                self.assertGreater(picture.std(), 0.02, f"{figure.name} is blank")
        self.assertGreater(values["best"]["mfu_fraction"], 0.3)
        self.assertEqual(len(values["goodput"]), 4)


if __name__ == "__main__":
    unittest.main()
