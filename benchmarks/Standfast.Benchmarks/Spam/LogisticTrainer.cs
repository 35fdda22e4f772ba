using Standfast.Policy.Spam;

namespace Standfast.Benchmarks.Spam;

/// <summary>Logistic regression with L2 by AdaGrad, over features of equal value 1/sqrt(n). The same input gives the same weights.</summary>
internal sealed class LogisticTrainer(double regularisation, int epochs)
{
    private const double Rate = 0.5;

    public (double[] Weights, double Bias) Train(IReadOnlyList<LabelledFeatures> examples, Func<int, bool> isUsed)
    {
        var (weights, squares) = (new double[FeatureSet.Buckets], new double[FeatureSet.Buckets]);
        Array.Fill(squares, 1e-6);
        var (bias, biasSquare) = (0.0, 1e-6);
        var used = examples.Select(example => example.Buckets.Where(isUsed).ToArray()).ToArray();
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(1);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var index in order)
            {
                var value = 1 / Math.Sqrt(Math.Max(1, examples[index].Buckets.Length));
                var sum = 0.0;
                foreach (var bucket in used[index]) sum += weights[bucket];
                var error = (1 / (1 + Math.Exp(-(bias + (sum * value))))) - (examples[index].IsSpam ? 1 : 0);
                biasSquare += error * error;
                bias -= Rate * error / Math.Sqrt(biasSquare);
                foreach (var bucket in used[index])
                {
                    var gradient = (error * value) + (regularisation * weights[bucket]);
                    squares[bucket] += gradient * gradient;
                    weights[bucket] -= Rate * gradient / Math.Sqrt(squares[bucket]);
                }
            }
        }

        return (weights, bias);
    }

    public static double Score((double[] Weights, double Bias) model, LabelledFeatures example)
    {
        var sum = 0.0;
        foreach (var bucket in example.Buckets) sum += model.Weights[bucket];
        return model.Bias + (sum / Math.Sqrt(Math.Max(1, example.Buckets.Length)));
    }
}
