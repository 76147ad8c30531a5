"""gigapod.run and gigapod.read: the numbers of the program, as Python values and pandas frames."""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import warnings
from pathlib import Path

import gigapod
import pandas

PROGRAM = os.environ["GIGAPOD_PROGRAM"]
SCENARIO = """name: small
horizon: 2 days
site: {base: two_v4_pods}
jobs:
  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 5e10}
  - {name: endless, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15}
"""


class RunTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.scratch.name)
        (cls.folder / "small.yaml").write_text(SCENARIO)
        cls.run_of_file = gigapod.run(cls.folder / "small.yaml", output=cls.folder / "run")

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True)

    def test_a_run_is_the_one_of_the_program(self):
        self.assertEqual(self.program("run", "small.yaml", "-q", "-o", "program").returncode, 0)
        program = gigapod.read(self.folder / "program")
        self.assertEqual(self.run_of_file.fingerprint, program.fingerprint)
        self.assertEqual(self.run_of_file.seed, 1)
        self.assertEqual(self.run_of_file.name, "small")
        self.assertEqual(self.program("report", "run").stdout.split("\nReport:")[0], str(self.run_of_file))

    def test_several_runs_in_one_process(self):
        again = gigapod.run(SCENARIO)
        other = gigapod.run(SCENARIO, seed=2)
        self.assertEqual(again.fingerprint, self.run_of_file.fingerprint)
        self.assertEqual(other.seed, 2)
        self.assertNotEqual(other.fingerprint, again.fingerprint)

    def test_a_run_without_output_goes_away(self):
        run = gigapod.run(SCENARIO)
        directory = Path(run.directory)
        self.assertTrue((directory / "report.html").exists())
        del run
        self.assertFalse(directory.parent.exists())

    def test_the_summary_is_that_of_the_file(self):
        self.assertEqual(self.run_of_file.summary(), json.loads((self.folder / "run/summary.json").read_text()))

    def test_tables_are_those_of_the_export(self):
        export = json.loads(self.program("export", "run", "--format", "json").stdout)["tables"]
        self.assertEqual(self.run_of_file.tables, list(export))
        for name, rows in export.items():
            table = self.run_of_file.table(name)
            for column, values in table.items():
                self.assertEqual(values, [row[column] for row in rows], f"{name}.{column}")

    def test_frames_keep_whole_numbers_and_what_is_missing(self):
        work = self.run_of_file.frame("workloads").set_index("name")
        self.assertEqual(str(work.end_ns.dtype), "Int64")
        self.assertEqual(str(work.chips.dtype), "int64")
        self.assertTrue(pandas.isna(work.end_ns["endless"]))
        self.assertGreater(work.end_ns["train"], work.start_ns["train"])
        metrics = self.run_of_file.frame("metrics")
        power = metrics[metrics.metric.eq("site_power_watts") & metrics.label.eq("")]
        seconds = power.time_seconds.diff().shift(-1).fillna(2 * 86400 - power.time_seconds.iloc[-1])
        self.assertAlmostEqual((power.value * seconds).sum() / self.run_of_file.summary()["energy_joules"], 1, places=6)

    def test_findings_have_file_line_and_column(self):
        bad = SCENARIO.replace("two_v4_pods", "two_v4_podz").replace("tokens: 1e15", "tokens: many")
        (self.folder / "bad.yaml").write_text(bad)
        with self.assertRaises(gigapod.ScenarioError) as raised:
            gigapod.run(self.folder / "bad.yaml")
        path = str(self.folder / "bad.yaml")
        self.assertEqual(str(raised.exception), self.program("check", path).stderr)
        self.assertIn(f"{path}:3:14: error: there is no site 'two_v4_podz'\n", str(raised.exception))
        with self.assertRaises(ValueError) as of_text:
            gigapod.run(bad)
        self.assertEqual(str(of_text.exception), str(raised.exception).replace(path, "scenario"))

    def test_warnings_are_warnings(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            gigapod.run("name: idle\nhorizon: 1 h\nsite: {base: two_v4_pods}\n")
        self.assertEqual([w.category for w in caught], [UserWarning])
        self.assertIn("scenario:1:1: warning: the scenario has no jobs and no fleets", str(caught[0].message))

    def test_arguments_have_their_types(self):
        for wrong in (dict(seed=-1), dict(seed="one"), dict(catalog="folder"), dict(sede=1)):
            with self.assertRaises(TypeError, msg=str(wrong)):
                gigapod.run(SCENARIO, **wrong)

    def test_what_exists_is_kept(self):
        (self.folder / "kept").mkdir()
        (self.folder / "kept/mine").write_text("mine")
        with self.assertRaises(gigapod.ScenarioError) as raised:
            gigapod.run(SCENARIO, output=self.folder / "kept")
        self.assertIn("exists; choose another or give --force", str(raised.exception))
        self.assertEqual((self.folder / "kept/mine").read_text(), "mine")

    def test_a_folder_that_cannot_be_written(self):
        (self.folder / "file").write_text("")
        with self.assertRaises(gigapod.RunError):
            gigapod.run(SCENARIO, output=self.folder / "file/run")

    def test_a_damaged_run_is_refused(self):
        shutil.copytree(self.folder / "run", self.folder / "damaged")
        (self.folder / "damaged/fingerprint.txt").write_text("0" * 32 + "\n")
        with self.assertRaisesRegex(gigapod.ScenarioError, "run.sqlite was altered or damaged"):
            gigapod.read(self.folder / "damaged")
        with self.assertRaisesRegex(gigapod.ScenarioError, "does not exist"):
            gigapod.read(self.folder / "nowhere")

    def test_an_unknown_table_is_said_so(self):
        with self.assertRaisesRegex(gigapod.ScenarioError, "no table 'metric'; did you mean 'metrics'"):
            self.run_of_file.table("metric")

    def test_ctrl_c_stops_a_run(self):
        code = "import gigapod, os\ntry:\n  print('ready', flush=True)\n  gigapod.run(os.environ['TEXT'])\n" \
               "except KeyboardInterrupt:\n  print('stopped')\n"
        text = SCENARIO.replace("2 days", "36500 days") + "failures: published\n"
        run = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "TEXT": text}, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, start_new_session=True)
        run.stdout.readline()
        time.sleep(1)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does
        self.assertEqual(run.communicate(timeout=60), ("stopped\n", ""))

    def test_nothing_is_printed(self):
        code = "import gigapod, os; gigapod.run(os.environ['TEXT']); gigapod.step(model='llama3.1-8b', chip='v4', slice='4x4x4')"
        shown = subprocess.run([sys.executable, "-c", code], env={**os.environ, "TEXT": SCENARIO}, capture_output=True)
        self.assertEqual((shown.returncode, shown.stdout, shown.stderr), (0, b"", b""))


if __name__ == "__main__":
    unittest.main()
