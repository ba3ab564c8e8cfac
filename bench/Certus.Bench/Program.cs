using BenchmarkDotNet.Running;
using Certus.Bench;

// dotnet run -c Release --project bench/Certus.Bench -- WHAT
//   micro [BenchmarkDotNet options]   form assembly, replay, content, page rendering
//   assembly [FORMS]                  forms as learners sit them, beside the optimum by OR-Tools
//   decide [RUNS]                     100,000 futures × all options, drivers and questions
//   measure [EXAMINEES]               steps of adaptive tests and scores per second, one core
//   calibrate [PERSONS]               item parameters of 100 items, with and without standard errors
//   readiness [LEARNERS]              the track record of the chance to pass: docs/reports/readiness.md
//   over-time [ANSWERS]               readings at the end of 60 days, 3,000 answers by default
//   fsrs [REVIEWS]                    memory steps, and a fit to a simulated log of a million reviews
//   exam-date [LEARNERS] [NAME]       exam-date scheduling against plain scheduling: docs/reports/exam-date.md
//   exam-pass [LEARNERS] [NAME]       the pass over everything before an exam, with and without: the same report
//   diagnostic [EXAMINEES]            what a diagnostic reaches on the built-in bank: docs/reports/diagnostic.md
//   plan [RUNS] [STEP]                a plan of 180 days, what a re-plan moves after one missed day, and for each STEP-th what it has to
//   plan-laws [REQUESTS]              what holds for every plan, over many random requests
//   plan-trial [LEARNERS]             learners under the planner, the article's table and greed by weight: docs/reports/plan.md
//   pack DIR [COUNT]                  writes a synthetic bank of 1,000 question files, to try things on
//   start                             warm start to first page with 1,000 question files
//   pages [RATE] [SECONDS]            exam page under an open load, 500 requests/s by default
//   reviews [SITTINGS]                first byte of the page of reviews after 2,000 sittings and 20,000 reviews
//   training [REPEATS]                training jobs of the Lab, from process start to written model
//   durable [SECONDS]                 answers per second through HTTP beside one raw writer
switch (args.FirstOrDefault())
{
    case "micro": BenchmarkSwitcher.FromAssembly(typeof(FormAssembly).Assembly).Run(args.Length > 1 ? args[1..] : ["--filter", "*"]); return 0;
    case "assembly": return AssemblyTimes.Run(Number(1, 20));
    case "decide": return DecideTimes.Run(Number(1, 20));
    case "measure": return MeasureTimes.Run(Number(1, 20_000));
    case "calibrate": return CalibrationTimes.Run(Number(1, 10_000));
    case "readiness": return ReadinessTrial.Run(Number(1, 10_000));
    case "over-time": return ReadinessOverTime.Run(Number(1, 3000));
    case "fsrs": return MemoryModel.Run(Number(1, 1_000_000));
    case "exam-pass": return ExamDateTrial.Pass(Number(1, 8), args.ElementAtOrDefault(2));
    case "exam-date": return ExamDateTrial.Run(Number(1, 40), args.ElementAtOrDefault(2));
    case "diagnostic": return DiagnosticTrial.Run(Number(1, 200));
    case "plan": return PlanTimes.Run(Number(1, 20), Number(2, 10));
    case "plan-laws": return PlanLawsRun.Run(Number(1, 100_000));
    case "plan-trial": return PlanTrial.Run(Number(1, 200));
    case "pack" when args.Length > 1: Repository.Write(Repository.Synthetic(Number(2, 1000)), args[1]); return 0;
    case "start": return await WarmStart.RunAsync();
    case "pages": return await PageLoad.RunAsync(Number(1, 500), Number(2, 20));
    case "reviews": return await ReviewPageTimes.RunAsync(Number(1, 2000));
    case "training": return await TrainingTimes.RunAsync(Number(1, 5));
    case "durable": return await DurableAnswers.RunAsync(Number(1, 8));
    default: Console.Error.WriteLine("Say what to measure: micro, assembly, decide, measure, calibrate, readiness, over-time, fsrs, exam-date, exam-pass, diagnostic, plan, plan-laws, plan-trial, start, pages, reviews, training or durable."); return 2;
}

int Number(int index, int otherwise) => args.Length > index && int.TryParse(args[index], out var number) ? number : otherwise;
