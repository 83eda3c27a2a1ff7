package subject

// weights are the coefficients of the features.
var weights = [featureCount]float64{}

// score weighs the features of a pair.
func (l *look) score(m *look) float64 {
	f := l.features(m)
	s := 0.0
	for i, x := range f {
		s += weights[i] * x
	}
	return s
}
