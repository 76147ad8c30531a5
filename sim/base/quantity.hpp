#pragma once

#include <cmath>
#include <compare>

namespace gigapod {

/// A physical amount held in its base unit: seconds, bytes, floating-point operations, joules and dollars to
/// the given integer powers. Eight bytes; amounts of different dimension do not mix, and a product or quotient
/// without dimension becomes a plain double.
template <int Time, int Data, int Operations, int Energy, int Money = 0>
class Quantity {
 public:
  constexpr Quantity() = default;
  /// Wraps a number that is already in the base unit.
  constexpr explicit Quantity(double base_value) : value_(base_value) {}

  /// The number in the base unit (s, B, FLOP, J, $ and their products).
  [[nodiscard]] constexpr double value() const { return value_; }

  constexpr auto operator<=>(const Quantity&) const = default;

  constexpr Quantity& operator+=(Quantity other) {
    value_ += other.value_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value_ -= other.value_;
    return *this;
  }
  constexpr Quantity& operator*=(double factor) {
    value_ *= factor;
    return *this;
  }
  constexpr Quantity& operator/=(double divisor) {
    value_ /= divisor;
    return *this;
  }

  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
  friend constexpr Quantity operator-(Quantity a) { return Quantity(-a.value_); }
  friend constexpr Quantity operator*(Quantity a, double factor) { return Quantity(a.value_ * factor); }
  friend constexpr Quantity operator*(double factor, Quantity a) { return Quantity(a.value_ * factor); }
  friend constexpr Quantity operator/(Quantity a, double divisor) { return Quantity(a.value_ / divisor); }

 private:
  double value_ = 0.0;
};

namespace detail {
template <int T, int D, int O, int E, int M>
constexpr auto make_quantity(double value) {
  if constexpr (T == 0 && D == 0 && O == 0 && E == 0 && M == 0) {
    return value;
  } else {
    return Quantity<T, D, O, E, M>(value);
  }
}
}  // namespace detail

template <int T1, int D1, int O1, int E1, int M1, int T2, int D2, int O2, int E2, int M2>
constexpr auto operator*(Quantity<T1, D1, O1, E1, M1> a, Quantity<T2, D2, O2, E2, M2> b) {
  return detail::make_quantity<T1 + T2, D1 + D2, O1 + O2, E1 + E2, M1 + M2>(a.value() * b.value());
}

template <int T1, int D1, int O1, int E1, int M1, int T2, int D2, int O2, int E2, int M2>
constexpr auto operator/(Quantity<T1, D1, O1, E1, M1> a, Quantity<T2, D2, O2, E2, M2> b) {
  return detail::make_quantity<T1 - T2, D1 - D2, O1 - O2, E1 - E2, M1 - M2>(a.value() / b.value());
}

template <int T, int D, int O, int E, int M>
constexpr auto operator/(double number, Quantity<T, D, O, E, M> q) {
  return detail::make_quantity<-T, -D, -O, -E, -M>(number / q.value());
}

using Seconds = Quantity<1, 0, 0, 0>;
using Hertz = Quantity<-1, 0, 0, 0>;
using Bytes = Quantity<0, 1, 0, 0>;
using Flops = Quantity<0, 0, 1, 0>;
using Joules = Quantity<0, 0, 0, 1>;
using Watts = Quantity<-1, 0, 0, 1>;
using WattsPerSecond = Quantity<-2, 0, 0, 1>;
using BytesPerSecond = Quantity<-1, 1, 0, 0>;
using FlopsPerSecond = Quantity<-1, 0, 1, 0>;
using Dollars = Quantity<0, 0, 0, 0, 1>;
using DollarsPerJoule = Quantity<0, 0, 0, -1, 1>;

template <int T, int D, int O, int E, int M>
[[nodiscard]] constexpr Quantity<T, D, O, E, M> max(Quantity<T, D, O, E, M> a, Quantity<T, D, O, E, M> b) {
  return a < b ? b : a;
}
template <int T, int D, int O, int E, int M>
[[nodiscard]] constexpr Quantity<T, D, O, E, M> min(Quantity<T, D, O, E, M> a, Quantity<T, D, O, E, M> b) {
  return b < a ? b : a;
}
template <int T, int D, int O, int E, int M>
[[nodiscard]] bool is_finite(Quantity<T, D, O, E, M> a) {
  return std::isfinite(a.value());
}

/// Units at the edges of the program: `1.5_us`, `800_Gbps` (bits), `100_GBps` (bytes), `32_GiB`, `192_W`.
inline namespace literals {
#define GIGAPOD_UNIT_LITERAL(suffix, type, factor)                                                                \
  constexpr type operator""_##suffix(long double number) { return type(static_cast<double>(number) * (factor)); } \
  constexpr type operator""_##suffix(unsigned long long number) {                                                 \
    return type(static_cast<double>(number) * (factor));                                                          \
  }
GIGAPOD_UNIT_LITERAL(ns, Seconds, 1e-9)
GIGAPOD_UNIT_LITERAL(us, Seconds, 1e-6)
GIGAPOD_UNIT_LITERAL(ms, Seconds, 1e-3)
GIGAPOD_UNIT_LITERAL(s, Seconds, 1.0)
GIGAPOD_UNIT_LITERAL(min, Seconds, 60.0)
GIGAPOD_UNIT_LITERAL(h, Seconds, 3600.0)
GIGAPOD_UNIT_LITERAL(days, Seconds, 86400.0)
GIGAPOD_UNIT_LITERAL(B, Bytes, 1.0)
GIGAPOD_UNIT_LITERAL(KB, Bytes, 1e3)
GIGAPOD_UNIT_LITERAL(MB, Bytes, 1e6)
GIGAPOD_UNIT_LITERAL(GB, Bytes, 1e9)
GIGAPOD_UNIT_LITERAL(TB, Bytes, 1e12)
GIGAPOD_UNIT_LITERAL(KiB, Bytes, 1024.0)
GIGAPOD_UNIT_LITERAL(MiB, Bytes, 1048576.0)
GIGAPOD_UNIT_LITERAL(GiB, Bytes, 1073741824.0)
GIGAPOD_UNIT_LITERAL(Gbps, BytesPerSecond, 1e9 / 8)
GIGAPOD_UNIT_LITERAL(Tbps, BytesPerSecond, 1e12 / 8)
GIGAPOD_UNIT_LITERAL(GBps, BytesPerSecond, 1e9)
GIGAPOD_UNIT_LITERAL(TBps, BytesPerSecond, 1e12)
GIGAPOD_UNIT_LITERAL(FLOP, Flops, 1.0)
GIGAPOD_UNIT_LITERAL(TFLOPs, FlopsPerSecond, 1e12)
GIGAPOD_UNIT_LITERAL(J, Joules, 1.0)
GIGAPOD_UNIT_LITERAL(kWh, Joules, 3.6e6)
GIGAPOD_UNIT_LITERAL(MWh, Joules, 3.6e9)
GIGAPOD_UNIT_LITERAL(W, Watts, 1.0)
GIGAPOD_UNIT_LITERAL(kW, Watts, 1e3)
GIGAPOD_UNIT_LITERAL(MW, Watts, 1e6)
GIGAPOD_UNIT_LITERAL(GW, Watts, 1e9)
#undef GIGAPOD_UNIT_LITERAL
}  // namespace literals

}  // namespace gigapod
