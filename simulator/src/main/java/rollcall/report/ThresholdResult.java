package rollcall.report;

/**
 * One threshold, judged.
 *
 * @param expression as written
 * @param value what was measured, in the notation of the expression: {@code 211ms}, {@code 0.02%}, {@code 3}; or
 *     {@code no sample}
 * @param held a latency without a sample and a share of nothing never hold: what was not measured was not met
 */
public record ThresholdResult(String expression, String value, boolean held) {}
