"""gigapod.sweep and gigapod.scale: the numbers of `gigapod sweep` and `gigapod scale`."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import gigapod

PROGRAM = os.environ["GIGAPOD_PROGRAM"]
STUDY = """name: small
horizon: 6 h
site: {base: two_v4_pods}
jobs:
  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15}
failures: published
study:
  seeds: 3
  measures: [tokens_trained, energy_joules]
  axes:
    - name: horizon
      values:
        - {name: NA, set: {horizon: 3 h}}
        - {name: long, set: {horizon: 6 h}}
"""


class SweepTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.scratch.name)
        cls.file = cls.folder / "small.yaml"
        cls.file.write_text(STUDY)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, check=True).stdout

    def test_a_sweep_is_that_of_the_program(self):
        wanted = json.loads(self.program("sweep", "small.yaml", "-o", "by_program", "-q", "--json"))
        sweep = gigapod.sweep(self.file)
        self.assertEqual(sweep.summary(), wanted)
        self.assertEqual(str(sweep), (self.folder / "by_program/study.txt").read_text())
        runs = sweep.frame("runs")
        self.assertEqual(list(runs["seed"]), [1, 2, 3, 1, 2, 3])
        means = runs.groupby("horizon")["tokens_trained"].mean()
        for row in wanted["rows"]:
            self.assertAlmostEqual(means[row["values"]["horizon"]] / row["measures"]["tokens_trained"]["mean"], 1.0)
        self.assertEqual(len(sweep.frame("failures")), 0)
        self.assertEqual([str(kind) for kind in sweep.frame("results").dtypes[1:]], ["int64"] + ["float64"] * 6)

    def test_a_sweep_goes_on_in_its_folder_and_takes_its_own_folder_away(self):
        kept = self.folder / "kept"
        gigapod.sweep(self.file, output=kept, seeds=1)
        first = (kept / "journal.txt").read_text()
        self.assertEqual(len(gigapod.sweep(self.file, output=kept, seeds=2, jobs=1).frame("runs")), 4)
        self.assertTrue((kept / "journal.txt").read_text().startswith(first))
        sweep = gigapod.sweep(self.file, seeds=1)
        folder = Path(sweep.folder)
        self.assertTrue(folder.exists())
        del sweep
        self.assertFalse(folder.exists())

    def test_what_is_wrong_is_said(self):
        with self.assertRaisesRegex(gigapod.ScenarioError, "(?s)small.yaml:9:14: error.*did you mean 'tokens_trained'"):
            (self.folder / "wrong").mkdir()
            wrong = self.folder / "wrong/small.yaml"
            wrong.write_text(STUDY.replace("[tokens_trained,", "[tokens_traind,"))
            gigapod.sweep(wrong)
        with self.assertRaisesRegex(gigapod.ScenarioError, "holds no sweep"):
            gigapod.sweep(self.file, output=self.folder)
        with self.assertRaisesRegex(gigapod.ScenarioError, "no frame 'sensitivity'"):
            gigapod.sweep(self.file, seeds=1).frame("sensitivity")
        with self.assertRaisesRegex(gigapod.ScenarioError, "jobs: 0 is not in the range 1 to 1024"):
            gigapod.sweep(self.file, jobs=0)
        with self.assertRaisesRegex(gigapod.ScenarioError, "seeds: 10001 is not in the range 1 to 10000"):
            gigapod.sweep(self.file, seeds=10001)

    def test_scaling_is_that_of_the_program(self):
        options = ["--seeds", "2", "--plans", "200", "--critical-batch", "16M"]
        wanted = json.loads(self.program("scale", "small.yaml", *options, "-o", "scaled", "--json"))
        self.assertEqual(gigapod.scale(self.file, seeds=2, plans=200, critical_batch="16M"), wanted)
        self.assertEqual(gigapod.scale(STUDY, seeds=2, plans=200, critical_batch="16M")["curves"], wanted["curves"])
        with self.assertRaisesRegex(TypeError, "did you mean 'seeds'"):
            gigapod.scale(self.file, seed=2)


if __name__ == "__main__":
    unittest.main()
