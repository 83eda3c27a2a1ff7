package rank

import "math"

// workspace is the memory that fitting needs beside the matrix; it is reused
// from fit to fit, for it is most of what training takes.
type workspace struct {
	w, g, next, grad, dir []float32
	steps, changes        [history][]float32
}

// history is the number of past steps by which the curvature is judged: each
// takes the memory of two sets of weights, and more than three gain nothing.
const history = 3

func newWorkspace(width int) *workspace {
	s := &workspace{}
	for _, v := range []*[]float32{&s.w, &s.g, &s.next, &s.grad, &s.dir} {
		*v = make([]float32, width)
	}
	for i := range s.steps {
		s.steps[i], s.changes[i] = make([]float32, width), make([]float32, width)
	}
	return s
}

// minimise finds the least value of a convex function by L-BFGS, from nothing,
// in at most that many rounds. loss writes the slope at w into g and returns
// the value. The result is part of s and lasts until its next use.
func minimise(rounds int, s *workspace, loss func(w, g []float32) float64) []float32 {
	w, g, next, grad, dir := s.w, s.g, s.next, s.grad, s.dir
	clear(w)
	steps, changes := &s.steps, &s.changes
	var rho [history]float64
	have, at := 0, 0
	f := loss(w, g)
	for range rounds {
		copy(dir, g)
		var alpha [history]float64
		for j := range have {
			i := (at - 1 - j + history) % history
			alpha[i] = rho[i] * inner(steps[i], dir)
			axpy(dir, changes[i], -alpha[i])
		}
		if have > 0 {
			i := (at - 1 + history) % history
			scale(dir, 1/(rho[i]*inner(changes[i], changes[i])))
		} else {
			scale(dir, 1/math.Max(1, math.Sqrt(inner(g, g))))
		}
		for j := have - 1; j >= 0; j-- {
			i := (at - 1 - j + history) % history
			axpy(dir, steps[i], alpha[i]-rho[i]*inner(changes[i], dir))
		}
		slope := -inner(dir, g)
		if slope > -1e-9 {
			break
		}
		step, ok, nf := 1.0, false, 0.0
		for range 12 {
			for i := range next {
				next[i] = w[i] - float32(step)*dir[i]
			}
			nf = loss(next, grad)
			if nf <= f+1e-4*step*slope {
				ok = true
				break
			}
			step /= 2
		}
		if !ok {
			break
		}
		for i := range next {
			steps[at][i] = next[i] - w[i]
			changes[at][i] = grad[i] - g[i]
		}
		if sy := inner(steps[at], changes[at]); sy > 1e-12 {
			rho[at] = 1 / sy
			at = (at + 1) % history
			have = min(have+1, history)
		}
		w, next = next, w
		g, grad = grad, g
		if f-nf < 1e-5*math.Max(1, f) {
			break
		}
		f = nf
	}
	return w
}

func inner(a, b []float32) float64 {
	s := 0.0
	for i, x := range a {
		s += float64(x) * float64(b[i])
	}
	return s
}

func axpy(to, x []float32, a float64) {
	f := float32(a)
	for i, v := range x {
		to[i] += f * v
	}
}

func scale(x []float32, a float64) {
	f := float32(a)
	for i := range x {
		x[i] *= f
	}
}
