//! Plus, minus, times and divided by, on numbers and on references to them.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use super::Exact;

macro_rules! operator {
    ($trait:ident, $method:ident, $exactly:ident) => {
        impl $trait<&Exact> for &Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                Exact(self.0.$exactly(&other.0))
            }
        }
        impl $trait for Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                Exact(self.0.$exactly(&other.0))
            }
        }
        impl $trait<&Exact> for Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                Exact(self.0.$exactly(&other.0))
            }
        }
        impl $trait<Exact> for &Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                Exact(self.0.$exactly(&other.0))
            }
        }
    };
}

operator!(Add, add, plus);
operator!(Sub, sub, minus);
operator!(Mul, mul, times);

impl Div<&Exact> for &Exact {
    type Output = Exact;

    /// Panics on division by 0, as whole numbers do: use `over` unless the divisor is known not to be 0.
    fn div(self, other: &Exact) -> Exact {
        assert!(!other.is_zero(), "division by 0");
        Exact(self.0.over(&other.0))
    }
}

impl Div for Exact {
    type Output = Exact;
    fn div(self, other: Exact) -> Exact {
        &self / &other
    }
}

impl Div<&Exact> for Exact {
    type Output = Exact;
    fn div(self, other: &Exact) -> Exact {
        &self / other
    }
}

impl Div<Exact> for &Exact {
    type Output = Exact;
    fn div(self, other: Exact) -> Exact {
        self / &other
    }
}

impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact(self.0.negated())
    }
}

impl Neg for &Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact(self.0.negated())
    }
}

impl AddAssign<&Exact> for Exact {
    fn add_assign(&mut self, other: &Exact) {
        self.0 = self.0.plus(&other.0);
    }
}

impl AddAssign for Exact {
    fn add_assign(&mut self, other: Exact) {
        self.0 = self.0.plus(&other.0);
    }
}

impl SubAssign<&Exact> for Exact {
    fn sub_assign(&mut self, other: &Exact) {
        self.0 = self.0.minus(&other.0);
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(iter: I) -> Exact {
        iter.fold(Exact::zero(), |sum, each| sum + each)
    }
}

impl<'a> Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(iter: I) -> Exact {
        iter.fold(Exact::zero(), |sum, each| sum + each)
    }
}
